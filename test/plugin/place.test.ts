import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../plugin/src/instrument.ts';
import { FIRST_LINE } from '../../runtime/src/events.ts';
import { createRegistry, register, type Registry } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { compile } from './support/compile.ts';

/** Sites named `a_…` are of a.ts, and so on; `x_…` get no probes; all others are the bundle's. */
const place: Place = (site) => {
  const own = site.path.split('/').at(-1) ?? '';
  if (own.startsWith('x_')) return null;
  const [, file, name] = /^([a-w])_(\w+)$/.exec(own) ?? [];
  return file === undefined ? site : { ...site, file: `${file}.ts`, path: name!, line: site.line + 100 };
};

const CODE = `
function a_one() { return b_two() + x_none(); }
function b_two() { return 2; }
function x_none() { function b_inner() { return 3; } return b_inner(); }
function plain() { return a_one(); }
log(plain());
`;

/** Runs instrumented code; says which sites were entered, as `file name line`, and what it logged. */
function run(code: string, registry: Registry = createRegistry()) {
  const entered: number[] = [];
  const logged: unknown[] = [];
  const enter = (site: number) => void entered.push(site);
  const start = (site: number) => (entered.push(site), 0);
  const probes = {
    register: (file: string, names: string, spots: number[]) => register(registry, file, names, spots),
    ...{ enter: start, begin: start, beginModule: start, leave() {}, end() {}, endModule() {} },
    ...{ suspend: (_: number, x: unknown) => x, resume: (_: number, x: unknown) => x },
  };
  const context = {
    ...{ require: () => probes, log: (value: unknown) => logged.push(value), enter },
    [Symbol.for('tsprof.realm')]: { probes },
  };
  runInNewContext(
    code.replace(/^import \{(.*)\} from .*$/m, (_, names: string) => bound(names)),
    context,
  );
  const sites = sitesOf(registry);
  const shown = (site: number) => {
    const row = sites[site];
    return row === undefined ? String(site) : `${row.file} ${row.name} ${row.line}`;
  };
  return { entered: entered.map(shown), logged };
}

/** An import, for a script. */
const bound = (names: string): string => `var {${names.replaceAll(' as ', ': ')}} = require();`;

const ENTERED = ['a.js <module> 1', 'a.js plain 5', 'a.ts one 102', 'b.ts two 103', 'b.ts inner 104'];

describe('sites of many files', () => {
  it.each(['module', 'commonjs', 'script'] as const)('are told apart in a %s', (format) => {
    const { code, sites } = compile(CODE, 'a.js', { format, place }, { sourceType: 'script' });
    expect(sites).toBe(5);
    expect(run(code)).toEqual({ entered: ENTERED, logged: [5] });
  });

  it('are registered once, by whoever comes first', () => {
    const registry = createRegistry();
    const { code } = compile(CODE, 'a.js', { format: 'script', place }, { sourceType: 'script' });
    expect(run(`${code}\n${code}`, registry).entered).toEqual([...ENTERED, ...ENTERED]);
    expect(registry.size).toBe(6);
    const early = compile(CODE, 'a.mjs', { place }).code.replace(/^(import .*\n)/, '$1plain();');
    const entered = ENTERED.map((site) => site.replace('a.js', 'a.mjs'));
    expect(run(early).entered).toEqual([...entered.slice(1), ...entered]);
  });

  it('count as none where there is no room for all of them, even if there is for some', () => {
    const registry = createRegistry();
    registry.size = FIRST_LINE - 4;
    const { code } = compile(CODE, 'a.js', { format: 'commonjs', place });
    expect(run(code, registry)).toEqual({ entered: Array(5).fill('Infinity'), logged: [5] });
  });
});

describe('a site that gets no probes', () => {
  it('can be a coroutine, or the module, and keeps those inside', () => {
    const code = 'async function x_all() { function b_in() {} b_in(); await 1; }\nx_all();\n';
    const none: Place = (site, node, bare) => (node.type === 'Program' ? null : place(site, node, bare));
    const made = compile(code, 'a.js', { format: 'commonjs', place: none });
    expect(made.code).not.toMatch(/suspend|resume|begin|end/);
    expect(run(made.code).entered).toEqual(['b.ts in 101']);
  });

  it('leaves a file as it is if there are no others', () => {
    const made = compile('async function f() { await 1; }', 'a.js', { place: () => null });
    expect(made).toMatchObject({ sites: 0, changed: false, code: made.bare });
  });
});

it('a site is asked for before those inside, and those that get no probes anyhow are known', () => {
  const asked: string[] = [];
  const code = 'class A { static { } m() { /* tsprof ignore */ function f() {} } }';
  compile(code, 'a.js', {
    place: (site, { type }, bare) => {
      asked.push(`${type} ${site.path} ${site.column}${bare ? ' bare' : ''}`);
      return site;
    },
  });
  expect(asked).toEqual([
    ...['Program  0', 'StaticBlock A.<static> 10', 'ClassMethod A.m 21'],
    'FunctionDeclaration A.m/f 47 bare',
  ]);
});
