/**
 * What must hold of any version of any bundler: what it leaves out of modules that are imported dynamically, it leaves out
 * with probes, too.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Options } from 'unplugin-tsprof';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { succeed } from '../e2e/support/child.ts';
import { CLEAN, filesOf, FIXTURE, functionsOf, Project, type Outcome } from './builds/project.ts';
import type { Host } from './hosts.ts';

/** Bodies of async functions that use one export of `lib`, each in a way that some bundler sees. */
const SHAPES: Readonly<Record<string, string>> = {
  destructured: 'const { add } = await import(lib); return add(1, 2);',
  renamed: 'let { add: plus, none = null } = await import(lib); return plus(1, 2) ?? none;',
  defaulted: 'const { add, none = String(3) } = await import(lib); return add(1, 2) + none;',
  nested: 'const { object: { x }, add } = await import(lib); return add(x, 2);',
  second: 'const one = String(1), { add } = await import(lib), two = String(2); return add(one, two);',
  namespace: 'const all = await import(lib); return all.add(1, 2);',
  split: 'const all = await import(lib); const { add } = all; return add(1, 2);',
  assigned: 'let add; ({ add } = await import(lib)); return add(1, 2);',
  read: 'const add = (await import(lib)).add; return add(1, 2);',
  called: 'return (await import(lib)).add(1, 2);',
  calledWithNothing: 'return (await import(lib)).add();',
  calledOnIt: 'return (await import(lib)).object.add(1, 2);',
  made: 'return String(new (await import(lib)).Sum(1, 2));',
  optional: 'return (await import(lib))?.add(1, 2);',
  onlyThere: 'await import(lib); return 3;',
  then: 'return await import(lib).then(({ add }) => add(1, 2));',
  thenDefaulted: 'return import(lib).then(({ add, none = String(3) }) => add(1, 2) + none);',
  thenFunction: 'return import(lib).then(function ({ add }) { return add(1, 2); });',
  thenNamespace: 'return import(lib).then((all) => all.add(1, 2));',
};

/** What only these put into what they build. */
const TEMPLATE = 'const { add } = await import(`./template/${String("lib")}.js`); return add(1, 2);';
const HAS_TEMPLATES = ['webpack', 'rspack'];

const UNUSED = 'unused of ';
/** More than the runtime has, which not all bundlers minify: what is built must not grow by one of these. */
const UNUSED_LENGTH = 500_000;
const lib = (name: string) => `
export const add = (a = 0, b = 0) => a + b;
export class Sum { constructor(a, b) { this.sum = a + b; } toString() { return String(this.sum); } }
export const object = { x: 1, add(a, b) { return this.x + a + b; } };
export const unused = () => '${UNUSED}${name}.${'-'.repeat(UNUSED_LENGTH)}';
`;

/** Those that leave nothing out of such modules. */
const NEVER = [
  ...['esbuild', 'esbuild-0-17', 'webpack-5-61'],
  ...['rollup-3-1', 'rollup-3', 'vite-5-0', 'vite-5'],
];

/** Rolldown 1.0 looks at what becomes of a module's name only where that is declared alone. */
const KEPT_WITH_PROBES: Readonly<Record<string, readonly string[]>> = { 'rolldown-1-0': ['split'] };

interface Built {
  /** The modules of which nothing was left out. */
  readonly kept: readonly string[];
  readonly size: number;
  readonly outcome: Outcome;
}

/** Defines the tests of one version. */
export function checkShaking(host: Host): void {
  describe(`what ${host.name} leaves out`, () => {
    const project = new Project('shaking');
    const shapes = HAS_TEMPLATES.includes(host.bundler) ? { ...SHAPES, template: TEMPLATE } : SHAPES;
    const names = Object.keys(shapes);
    let plain: Built;
    let profiled: Built;

    beforeAll(async () => {
      writeSources(project.root, shapes);
      plain = await build(project, host, null);
      profiled = await build(project, host, { enabled: true });
    });
    afterAll(() => project.remove());

    it('is left out with probes, too', () => {
      const more = profiled.kept.filter((name) => !plain.kept.includes(name));
      expect(more).toEqual(KEPT_WITH_PROBES[host.name] ?? []);
      expect(profiled.size).toBeLessThan(plain.size + UNUSED_LENGTH);
    });

    it('makes no difference, to exact counts neither', () => {
      expect(profiled.outcome.result).toEqual(plain.outcome.result);
      const expected = names.map((name, at) => `${name} 1 src/main.js:${at + 1}`);
      expect(functionsOf(profiled.outcome.profile)).toEqual(expect.arrayContaining(expected));
      expect(waitsOf(profiled.outcome, names)).toEqual(
        names.map((name) => `${name} ${waits(shapes[name]!)}`),
      );
    });

    it.skipIf(NEVER.includes(host.name))('is anything at all', () => {
      expect(plain.kept.length).toBeLessThan(names.length);
    });
  });
}

const waits = (body: string): number => body.split('await ').length - 1;

/** How often each of these functions has waited. */
function waitsOf({ profile }: Outcome, names: readonly string[]): string[] {
  const { functions } = profileStats(profile!);
  return names.map((name) => `${name} ${functions.find((found) => found.name === name)?.nsuspend}`);
}

/** One function a line, and a module for each. */
function writeSources(root: string, shapes: Readonly<Record<string, string>>): void {
  const source = join(root, 'src');
  const functions = Object.entries(shapes).map(
    ([name, body]) => `async function ${name}() { ${body.replaceAll('(lib)', `('./${name}/lib.js')`)} }`,
  );
  const names = Object.keys(shapes);
  const main = `globalThis.app = { main: () => Promise.all([${names.map((name) => `${name}()`).join()}]) };`;
  for (const name of names) {
    mkdirSync(join(source, name), { recursive: true });
    writeFileSync(join(source, name, 'lib.js'), lib(name));
  }
  writeFileSync(join(source, 'main.js'), [...functions, main, ''].join('\n'));
}

async function build(project: Project, { bundler, name }: Host, options: Options | null): Promise<Built> {
  const out = join(dirname(project.root), options === null ? 'plain' : 'profiled');
  const args = [join(FIXTURE, 'shaking.mjs'), bundler, name, out, JSON.stringify(options)];
  await succeed(process.execPath, args, { cwd: project.root, env: CLEAN });
  writeFileSync(join(out, 'package.json'), '{ "type": "module" }');
  const code = Object.entries(filesOf(out)).filter(([file]) => file.endsWith('js'));
  const text = code.map(([, written]) => written).join('\n');
  const kept = [...text.matchAll(new RegExp(`${UNUSED}(\\w+)`, 'g'))].map(([, of]) => of!);
  const outcome = await project.run(join(out, 'main.js'));
  return { kept: [...new Set(kept)].sort(), size: text.length, outcome };
}
