import { expect, test } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend'] as const;

/** `caller>callee twait`, sorted. */
function printedWaits(profile: Parameters<typeof profileStats>[0]): string {
  return profileStats(profile)
    .functions.flatMap(({ name, callers }) =>
      callers.map(({ place, twait }) => `${place.name}>${name} ${twait}`),
    )
    .sort()
    .join('\n');
}

test('waiting counts once in recursion, as the total of which it is a part', async () => {
  const { profile } = await runProgram(`
    async function down(n) { burn(1); if (n > 0) await down(n - 1); await sleep(10); }
    async function main() { await down(2); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      down 3/1 3 33 30 5
      main 1 0 33 30 1`),
  );
  expect(printedWaits(profile)).toBe(
    rows(`
      [root]>main 30
      down>down 20
      main>down 30`),
  );
});

test('mutual recursion: each function and each pair waits as long as its outermost activation does', async () => {
  const { profile } = await runProgram(`
    async function a(n) { await sleep(1); if (n > 0) await b(n - 1); }
    async function b(n) { await sleep(10); if (n > 0) await a(n - 1); }
    async function main() { await a(3); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      a 2/1 0 22 22 4
      b 2/1 0 21 21 3
      main 1 0 22 22 1`),
  );
  expect(printedWaits(profile)).toBe(
    rows(`
      [root]>main 22
      a>b 21
      b>a 11
      main>a 22`),
  );
});

test('what outlives the outermost activation waits for the rest; where several do, their waits count once', async () => {
  const { profile } = await runProgram(
    `
    async function f(n) { if (n === 2) { f(1); f(1); await sleep(5); burn(1); } else { await sleep(8); burn(1); await sleep(8); } }
    async function main() { f(2); await sleep(40); }`,
    { estimated: true },
  );
  // 0-5 f(2) waits, 5-6 it runs; then both wait up to 8, run one after the other, and wait up to 18.
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      f 3/1 3 18 17 5
      main 1 0 40 40 1`),
  );
});

test("while the outermost activation of a pair runs, another wait is its function's and not its own", async () => {
  const { profile } = await runProgram(
    `
    async function f(n) {
      if (n > 0) again(n - 1);
      if (n === 2) await sleep(1);
      else if (n === 1) { await sleep(5); burn(3); }
      else await sleep(20);
    }
    function again(n) { f(n); }
    async function main() { f(2); await sleep(40); }`,
    { estimated: true },
  );
  // f(2) waits until 1; f(1) until 5, and runs until 8; f(0) waits until 20.
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      again 2/1 0 0 0 0
      f 3/1 3 20 20 3
      main 1 0 40 40 1`),
  );
  // again>f: 0 to 5 and 8 to 20.
  expect(printedWaits(profile)).toBe(
    rows(`
      [root]>main 40
      again>f 17
      f>again 0
      main>f 1`),
  );
});

test('a generator that is parked leaves its function to those nested in it', async () => {
  const { profile } = await runProgram(
    `
    async function* g(n) { if (n > 0) inner = g(n - 1).next(); else await sleep(10); yield n; }
    let inner;
    async function main() { const it = g(1); await it.next(); await sleep(4); await it.next(); await inner; }`,
    { estimated: true },
  );
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      g 2/1 0 10 10 1
      main 1 0 10 10 4`),
  );
});

test('snapshots and what is still pending count waits as they count totals', async () => {
  const { snapshots } = await runProgram(`
    async function f(n) { if (n > 0) await f(n - 1); else await sleep(30); }
    async function main() { const task = f(2); await sleep(10); snapshot(); await task; }`);
  expect(printedTable(snapshots[0]!, [...COLUMNS, 'pending'])).toBe(
    rows(`
      f 3/1 0 10 10 3 3
      main 1 0 10 10 1 1`),
  );
});

test('profiles of before, which have no waits of pairs, are still read', async () => {
  const { profile } = await runProgram(`
    async function f() { await sleep(3); }
    async function main() { await f(); }`);
  const old = JSON.parse(JSON.stringify(profile)) as { threads: [{ edges: { wpair?: unknown } }] };
  delete old.threads[0].edges.wpair;
  expect(printedWaits(parseProfile(JSON.stringify(old), 'old.tsprof'))).toBe(
    rows(`
      [root]>main 3
      main>f 3`),
  );
});
