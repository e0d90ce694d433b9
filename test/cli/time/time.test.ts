/** Whole runs: nothing here depends on how fast anything is. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, runNode, type Ran } from '../projects.ts';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'tsprof-time-'));
  writeFileSync(
    join(cwd, 'typed.ts'),
    `enum Factor { Two = 2 }
    function twice(n: number): number { return n * Factor.Two; }
    export default function run(): number { return twice(1) + twice(2) + twice(3); }`,
  );
  writeFileSync(join(cwd, 'plain.js'), 'exports.a = 1;\n');
  writeFileSync(join(cwd, 'helper.mjs'), 'export function help(n) { return n + 1; }\n');
  return () => rmSync(cwd, { recursive: true, force: true });
});

const time = (...args: readonly string[]): Promise<Ran> =>
  runNode([TSPROF, 'time', '--time', '60', ...args], { cwd });

interface Found {
  readonly code: string;
  readonly samples: number;
  readonly ratio: number;
  readonly functions: readonly { name: string; file: string; line: number; ncall: number }[];
}

test('code, async code and files, with the calls that each run makes', async () => {
  const setup =
    'import { help } from "./helper.mjs";\nconst fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));';
  const codes = [
    'fib(4)',
    'await null;\nlet a = [1, 2].map((n) => help(n))',
    'typed.ts',
    'require("node:path")',
  ];
  const { stdout, stderr, code } = await time('--json', '--setup', setup, ...codes);
  expect([stderr, code]).toEqual(['', 0]);
  const { unit, snippets } = JSON.parse(stdout) as { unit: string; snippets: readonly Found[] };
  expect(unit).toBe('s');
  expect(snippets.map((snippet) => snippet.code)).toEqual(codes);
  expect(Object.keys(snippets[0]!)).toEqual([
    'code',
    'mean',
    'median',
    'margin',
    'samples',
    'loops',
    'ratio',
    'low',
    'high',
    'real',
    'functions',
  ]);
  expect(Math.min(...snippets.map(({ ratio }) => ratio))).toBe(1);
  const calls = snippets.map(({ functions }) =>
    functions.map(({ name, file, line, ncall }) => `${name} ${file}:${line} ${ncall}`).sort(),
  );
  expect(calls).toEqual([
    ['[snippet] [snippet]:1 1', 'fib [setup]:2 9'],
    ['[snippet] [snippet]:1 1', 'help helper.mjs:1 2', 'map() [snippet]:2 2'],
    ['run typed.ts:3 1', 'twice typed.ts:2 3'],
    ['[snippet] [snippet]:1 1'],
  ]);
  expect(readdirSync(cwd).sort()).toEqual(['helper.mjs', 'plain.js', 'typed.ts']);
});

test('the table', async () => {
  const { stdout, code } = await time('console.log("unseen")', '1 + 1');
  const [heading, , columns, first, second] = stdout.split('\n');
  expect([heading, code]).toEqual(['2 snippets, the fastest first; time per call', 0]);
  expect(columns).toMatch(/^ +snippet +time +± +beside the fastest$/);
  expect(first).toMatch(/^2 {2}1 \+ 1 +\d/);
  expect(second).toMatch(/^1 {2}console\.log\("unseen"\) +\d/);
  expect(stdout).toContain('why: all is in built-ins and the snippet itself');
  expect(stdout).not.toContain('\nunseen');
});

describe('what goes wrong is one line that says which snippet', () => {
  const rows: readonly [args: readonly string[], message: string, code: number][] = [
    [['1', 'foo('], "snippet 2 ('foo(') does not parse: Unexpected token (1:4)", 2],
    [['--setup', 'let a =', '1'], '--setup does not parse: Unexpected token (1:7)', 2],
    [['1', 'foo()'], "snippet 2 ('foo()') throws ReferenceError: foo is not defined", 1],
    [['await Promise.reject(new TypeError("no\\nmore"))'], 'throws TypeError: no', 1],
    [['--setup', 'let n = 0', 'if (n++ === 5) throw new RangeError("late")'], 'throws RangeError: late', 1],
    [['--setup', 'throw new Error("no")', '1'], '--setup throws Error: no', 1],
    [['--setup', 'import "not-there"', '1'], "--setup throws Error: Cannot find package 'not-there'", 1],
    [['plain.js'], "snippet 1 ('plain.js') has no default export that is a function; a module runs once", 2],
    [['missing.js'], "snippet 1 ('missing.js'): there is no such file", 2],
    [['process.exit(3)'], 'the process of the snippets ended with code 3 before they were measured', 1],
    [['await new Promise(() => {})'], 'the process of the snippets ended with code 0 before', 1],
    [['--time', 'long', '1'], '--time is "long", but a whole number of ms is expected', 2],
    [[], "missing required argument 'snippets'", 2],
  ];

  test.each(rows)('%j', async (args, message, code) => {
    const ran = await time(...args);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran).toMatchObject({ stdout: '', code });
    expect(readdirSync(cwd)).toHaveLength(3);
  });
});
