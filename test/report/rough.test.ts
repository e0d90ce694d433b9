/** Functions of whose own time probes took more than half are marked, wherever figures are shown. */
import { expect, test } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { renderJson } from '../../report/src/json/function-json.ts';
import { renderTable } from '../../report/src/tables/function-table.ts';
import { mergeProfiles } from '../../runtime/src/profile/merge.ts';
import { CALL } from '../../runtime/src/replay/columns.ts';
import { startRecording } from '../support/recording.ts';

const OPTIONS = { cwd: '/', paint: undefined };

/** `busy` calls nothing and runs for 100 ns; `chatty` makes nine calls, of 8 ns each for their probes, in 100. */
function recorded(cost = 8) {
  const costs = new Float64Array(3);
  costs[CALL] = cost;
  const { probes, site, pass, profile } = startRecording('none', costs);
  const [busy, chatty, callee] = [site('busy'), site('chatty'), site('callee')];
  probes.enter(busy);
  pass(100);
  profile();
  probes.leave(busy);
  probes.enter(chatty);
  for (let call = 0; call < 9; call++) {
    probes.enter(callee);
    probes.leave(callee);
  }
  pass(100);
  const taken = profile();
  probes.leave(chatty);
  return taken;
}

test('what probes took is known of each function, and that of all threads is added up', () => {
  const taken = recorded();
  const rows = (profile: typeof taken) =>
    profileStats(profile).functions.map(({ name, tsub, tprobes }) => [name, tsub, tprobes]);
  expect(rows(taken)).toEqual([
    ['busy', 92, 8],
    ['chatty', 20, 80],
    ['callee', 0, 0],
  ]);
  const twice = mergeProfiles([
    { name: 'one', profile: taken },
    { name: 'other', profile: recorded() },
  ]);
  expect(rows(twice)).toEqual([
    ['busy', 184, 16],
    ['chatty', 40, 160],
    ['callee', 0, 0],
  ]);
});

test('a profile whose times were shorter as they were measured has nothing that probes took', () => {
  const taken = recorded();
  const threads = taken.threads.map((thread) => ({
    ...thread,
    raw: { ...thread.raw!, tsub: thread.edges.tsub.map((time) => time / 2) },
  }));
  expect(profileStats({ ...taken, threads }).functions.map(({ tprobes }) => tprobes)).toEqual([0, 0, 0]);
});

test('the table marks own times of which more than half is gone, and says what the mark means', () => {
  const table = renderTable(recorded(), { ...OPTIONS, columns: ['name', 'tsub', 'tprobes'] });
  expect(table).toMatch(/^chatty +~20\.0 ns +80\.0 ns$/m);
  expect(table).toMatch(/^busy +92\.0 ns +8\.00 ns$/m);
  expect(table).toContain('~ the own time of 1 function is rough: probes took more than half of it');
  const plain = renderTable(recorded(5), { ...OPTIONS });
  expect(plain).not.toContain('~');
});

test('numbers for programs have no mark, and JSON says it apart', () => {
  const table = renderTable(recorded(), { ...OPTIONS, columns: ['name', 'tsub'], rawNumbers: true });
  expect(table).toMatch(/^chatty +0.000000020$/m);
  const json = JSON.parse([...renderJson(recorded(), OPTIONS)].join('')) as { functions: object[] };
  expect(json.functions).toMatchObject([
    { name: 'busy', tprobes: 8e-9 },
    { name: 'chatty', tprobes: 80e-9, rough: true },
    { name: 'callee', tsub: 0 },
  ]);
  expect(json.functions.map((row) => 'rough' in row)).toEqual([false, true, false]);
  expect(json.functions[2]).not.toHaveProperty('tprobes');
});
