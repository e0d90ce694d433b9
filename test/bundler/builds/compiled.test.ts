/** TypeScript that another plugin has compiled as it loaded it: what gets probes is JavaScript by then, and is placed by the map. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { succeed } from '../../e2e/support/child.ts';
import { CLEAN, functionsOf, Project } from './project.ts';

const SOURCE = `interface Counting {
  readonly to: number;
}

export function* numbers({ to }: Counting): Generator<number> {
  for (let each = 0; each < to; each++) yield each;
}

const sum = (to: number): number => {
  let sum = 0;
  for (const each of numbers({ to })) sum += each;
  return sum;
};
Object.assign(globalThis, { counted: sum(4) });
`;

/** A plugin that compiles as it loads, as TypeScript's own for Rollup does, with several kinds of maps. */
const BUILD = `import { readFileSync } from 'node:fs';
import ts from 'typescript';
import tsprof from 'unplugin-tsprof';
const [host, name, kind] = process.argv.slice(2);
const compilerOptions = { target: 'es2022', module: 'esnext', sourceMap: true };
const typescript = {
  name: 'typescript',
  load(id) {
    if (!id.endsWith('.ts')) return null;
    const made = ts.transpileModule(readFileSync(id, 'utf8'), { fileName: id, compilerOptions });
    const map = JSON.parse(made.sourceMapText);
    const maps = { map, none: null, nameless: { ...map, sources: [null] } };
    return { code: made.outputText, map: maps[kind], moduleType: 'js' };
  },
};
const plugins = [tsprof[host]({ enabled: true, worker: null }), typescript];
const bundler = await import(name);
if (host === 'vite') {
  const lib = { entry: 'src/main.ts', formats: ['es'], fileName: 'main' };
  await bundler.build({ configFile: false, logLevel: 'error', plugins, build: { lib, outDir: 'out' } });
} else {
  const made = await bundler[host]({ input: 'src/main.ts', plugins });
  await made.write({ dir: 'out', format: 'es' });
}
`;

describe.each([
  ['rollup', 'rollup-3-1'],
  ['rollup', 'rollup'],
  ['rolldown', 'rolldown'],
  ['vite', 'vite'],
])('%s: %s', (host, name) => {
  const project = new Project('kinds');
  afterAll(() => project.remove());

  it.each([
    ['map', { main: 1, numbers: 5, sum: 9 }],
    ['none', { main: 1, numbers: 1, sum: 5 }],
    ['nameless', { main: 1, numbers: 1, sum: 5 }],
  ])('with %s', async (kind, lines) => {
    if (kind === 'map') project.install();
    mkdirSync(join(project.root, 'src'), { recursive: true });
    writeFileSync(join(project.root, 'src', 'main.ts'), SOURCE);
    writeFileSync(join(project.root, 'build.mjs'), BUILD);
    const cwd = project.root;
    await succeed(process.execPath, ['build.mjs', host, name, kind], { cwd, env: CLEAN });
    const { result, profile } = await project.run(join(project.root, 'out', 'main.js'));
    expect(result).toBe(6);
    expect(functionsOf(profile)).toEqual([
      `<module> 1 src/main.ts:${lines.main}`,
      `numbers 1 src/main.ts:${lines.numbers}`,
      `sum 1 src/main.ts:${lines.sum}`,
    ]);
  });
});
