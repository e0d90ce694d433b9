import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { instrument } from '../../plugin/src/instrument.ts';

const require = createRequire(import.meta.url);

/** By how much, in per cent, compactly printed code may grow: `npm run programs -- --size` has more and says by what. */
it.each([
  { name: 'acorn', most: 15 },
  { name: 'typescript', most: 25 },
])('$name grows by at most $most %', { timeout: 60_000 }, ({ name, most }) => {
  const code = readFileSync(require.resolve(name), 'utf8');
  const file = parse(code, { sourceType: 'script' });
  const print = () =>
    Buffer.byteLength(generate(file, { compact: true, jsescOption: { minimal: true } }).code);
  const plain = print();
  const { sites } = instrument(file, { filename: `${name}.js`, code, format: 'commonjs' });
  expect(sites).toBeGreaterThan(300);
  expect((print() / plain - 1) * 100).toBeLessThan(most);
});
