/** profile(fn) by a program that is itself run under `tsprof run`: the program's copy of the runtime joins the loader's. */
import { expect, test } from 'vitest';
import { profileScript, rowOf } from './support/tsprof.ts';

test.each(['main.mjs', 'main.cjs'])('%s: each call has what ran in it, the run has all', async (main) => {
  const { ended, report } = await profileScript(`fixtures/programs/profile-calls/${main}`, []);
  const all = { f: 4, g: 5 };
  const told = [{ f: 1, g: 1 }, { f: 2, g: 2 }, { f: 1, g: 2 }, { f: 1, g: 1 }, all, true];
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toEqual(told);
  expect([rowOf(report, 'f').ncall, rowOf(report, 'g').ncall]).toEqual([all.f, all.g]);
});

test('… also in a worker thread, where several end at the same time', async () => {
  const { ended, report } = await profileScript('fixtures/programs/profile-calls/worker.mjs', []);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toEqual([[{ f: 1 }], [{ f: 1, g: 1 }], [{ f: 1 }]]);
  expect([rowOf(report, 'f').ncall, rowOf(report, 'g').ncall]).toEqual([3, 1]);
});
