import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SITE_KINDS, SUSPENSION_KINDS } from '../../runtime/src/profile/format.ts';
import { unpacked } from '../support/unpacked.ts';
import { compile } from './support/compile.ts';

const root = join(import.meta.dirname, '../../fixtures/transform');

/** A case is a folder with an input; `UPDATE=1` writes the output. */
describe('transform', () => {
  for (const input of inputs()) {
    const folder = dirname(input);
    it(relative(root, folder), () => {
      const { code, warnings } = compile(readFileSync(input, 'utf8'), basename(input));
      const notes = warnings.map(({ line, column, message }) => `// ${line}:${column} ${message}\n`);
      const output = `${notes.join('')}${sites(code)}${code}\n`;
      const expected = join(folder, /tsx?$/.test(input) ? 'output.ts' : 'output.js');
      if (process.env['UPDATE']) writeFileSync(expected, output);
      expect(existsSync(expected), `${expected} is missing: UPDATE=1`).toBe(true);
      expect(output).toBe(readFileSync(expected, 'utf8'));
    });
  }
});

/** The table in words, as users see it. */
function sites(code: string): string {
  const table = /R\((".*\])\)/.exec(code);
  if (table === null) return '';
  return unpacked(...(JSON.parse(`[${table[1]}]`) as Parameters<typeof unpacked>))
    .map(({ name, kind, line, column, suspensions }) => {
      const places = suspensions.map((place) => `//   ${place.line}:${place.column} ${kindOf(place)}\n`);
      return `// ${line}:${column} ${SITE_KINDS[kind]} ${name}\n${places.join('')}`;
    })
    .join('');
}

const kindOf = ({ kind }: { readonly kind: number }) => SUSPENSION_KINDS[kind];

function inputs(): string[] {
  const files = readdirSync(root, { recursive: true }) as string[];
  return files
    .filter((file) => /input\.\w+$/.test(file))
    .sort()
    .map((file) => join(root, file));
}
