/** Nothing that a program does to the built-ins of the language reaches what records it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runNode, succeed } from './support/child.ts';
import { reportOn, ROOT, rowOf } from './support/tsprof.ts';

let folder: string;

beforeAll(() => {
  // Below the packages, so that what is instrumented finds them.
  mkdirSync(join(ROOT, 'node_modules', '.cache'), { recursive: true });
  folder = mkdtempSync(join(ROOT, 'node_modules', '.cache', 'tsprof-hostile-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What stand-ins for iterators call for the engine, as `yield*` and `for await` would. */
const FOR_THE_ENGINE = [
  'AsyncGenerator.prototype.next',
  'Iterator.prototype.Symbol(Symbol.iterator)',
  'Generator.prototype.next',
  'Array.prototype.Symbol(Symbol.iterator)',
  '[object Array Iterator].next',
];

it.each([
  ['', [], { TSPROF_PARENTS: '0' }],
  [', nor where logical parents are followed', ['--parents'], { TSPROF_PARENTS: '1' }],
  [', nor where promises are', ['--promises'], { TSPROF_PARENTS: '0', TSPROF_PROMISES: '1' }],
])('no built-in that a program can replace is called while it runs%s', async (_, options, asked) => {
  const bin = join(ROOT, 'cli', 'bin', 'tsprof-instrument.js');
  const source = join(ROOT, 'fixtures', 'hostile');
  await succeed(
    process.execPath,
    [bin, source, '--out-dir', folder, '--exclude', '**/spies.cjs', ...options],
    {
      cwd: ROOT,
    },
  );
  const output = join(folder, 'profile.tsprof');
  const auto = join(ROOT, 'runtime', 'dist', 'cjs', 'auto.js');
  const args = ['--require', auto, join(folder, 'program.mjs'), join('runtime', 'dist')];
  const ran = await runNode(args, {
    cwd: ROOT,
    env: { ...process.env, ...asked, TSPROF_OUTPUT: output },
  });
  const lines = ran.stdout.trim().split('\n');
  const seen = new Set(lines.filter((line) => line.startsWith('seen: ')).map((line) => line.slice(6)));
  expect([...seen].filter((name) => !FOR_THE_ENGINE.includes(name))).toEqual([]);
  expect([ran.code, ran.stderr, lines.at(-1)]).toEqual([0, '', 'done']);
  // In the main thread and in the worker.
  expect(rowOf(await reportOn(output), 'deep').ncall).toBe(2 * 102_000 * 10);
});
