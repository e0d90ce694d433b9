import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { printedTree, rows } from '../support/virtual-tables.ts';

/** Cases in which the peers' figures for coroutines are right, or measurably wrong. (PARITY section 3.) */

test('1: five at once, each a call with its own wall time', async () => {
  const { profile } = await runProgram(`
    async function asleep() { await sleep(3); }
    async function main() { await Promise.all([asleep(), asleep(), asleep(), asleep(), asleep()]); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend'])).toBe(
    rows(`
      asleep 5 0 15 15 5
      main 1 0 3 3 1`),
  );
});

test.each([
  [1, 4, 3],
  [4, 7, 4],
])('2: a task of %i overlaps an await of 3', async (time, both, all) => {
  const { profile } = await runProgram(`
    async function asleep(n) { await sleep(n); }
    async function main() { const task = asleep(${time}); await asleep(3); await task; }`);
  expect(printedTable(profile, ['ttot', 'twait', 'nsuspend'])).toBe(
    rows(`
      asleep 2 ${both} ${both} 2
      main 1 ${all} ${all} 2`),
  );
});

test('3: an error after an await, caught by the caller', async () => {
  const { profile, thrown } = await runProgram(`
    async function inner() { await sleep(1); throw new Error('inner'); }
    async function outer() { await inner(); }
    async function main() {
      try { await outer(); } catch (error) { log(error.message); }
      await sleep(1);
    }`);
  expect(thrown).toBe(null);
  expect(printedTable(profile, ['ttot', 'twait', 'pending'])).toBe(
    rows(`
      inner 1 1 1 0
      main 1 2 2 0
      outer 1 1 1 0`),
  );
});

test('4: cancelled while waiting, out of time, and closed before it started', async () => {
  const { profile } = await runProgram(`
    async function worker(aborted) { await fail(aborted, 'aborted'); }
    async function slow() { await sleep(30); }
    function* never() { yield 1; }
    async function main() {
      await worker(14).catch(log);
      await Promise.race([slow(), sleep(10)]);
      never().return();
      stop();
    }`);
  expect(printedTable(profile, ['ttot', 'twait', 'pending'])).toBe(
    rows(`
      main 1 24 24 1
      slow 1 10 10 1
      worker 1 14 14 0`),
  );
});

test('5: synchronous recursion five deep that throws, three times', async () => {
  const { profile } = await runProgram(`
    function deep(n) { burn(1); if (n === 1) throw new Error('bottom'); deep(n - 1); }
    function main() { for (let i = 0; i < 3; i++) try { deep(5); } catch { burn(1); } }`);
  expect(printedTable(profile)).toBe(
    rows(`
      deep 15/3 15 15
      main 1 3 18`),
  );
});

test('6: a coroutine that awaits itself, four deep', async () => {
  const { profile } = await runProgram(`
    async function a(n) { await sleep(15); if (n > 1) await a(n - 1); }
    async function main() { await a(4); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'tavg'])).toBe(
    rows(`
      a 4/1 0 60 60
      main 1 0 60 60`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      a>a 3/1 0 45
      main>a 1 0 60`),
  );
});

test('7: coroutines that await each other: who does nothing has nothing', async () => {
  const { profile } = await runProgram(`
    async function a(n) { burn(1); await sleep(2); if (n > 0) await b(n - 1); }
    async function b(n) { await a(n); }
    async function main() { await a(2); }`);
  expect(printedTable(profile)).toBe(
    rows(`
      a 3/1 3 9
      b 2/1 0 6
      main 1 0 9`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      a>b 2/1 0 6
      b>a 2/1 2 6
      main>a 1 1 9`),
  );
});

test('8: fib(10) and fib(9) as coroutines that fan out', async () => {
  const { profile, result } = await runProgram(`
    async function fib(n) {
      burn(1);
      if (n < 2) return n;
      const [a, b] = await Promise.all([fib(n - 1), fib(n - 2)]);
      return a + b;
    }
    async function main() { return (await Promise.all([fib(10), fib(9)])).join(); }`);
  expect(result).toBe('55,34');
  expect(printedTable(profile)).toBe(
    rows(`
      fib 286/2 286 395
      main 1 0 286`),
  );
});

test('9, 10: fan-out keeps its parents, and own time is no more than what has elapsed', async () => {
  const { profile } = await runProgram(`
    async function leaf() { await sleep(2); burn(1); }
    async function mid() { await Promise.all([leaf(), leaf(), leaf()]); }
    async function main() { await Promise.all([mid(), mid()]); }`);
  expect(printedTable(profile, ['tsub', 'ttot'])).toBe(
    rows(`
      leaf 6 6 33
      main 1 0 8
      mid 2 0 13`),
  );
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 6
      main > mid 2 0 6
      main > mid > leaf 6 6 6`),
  );
  expect(profile.threads[0]).toMatchObject({ elapsed: 8, rootSelf: 2 });
});

test('11: an async generator does not pay for what its consumer does', async () => {
  const { profile } = await runProgram(`
    async function* produce() { for (let i = 0; i < 2; i++) { await sleep(10); burn(2); yield i; } }
    async function main() { for await (const value of produce()) { log(value); burn(4); } }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'nyield'])).toBe(
    rows(`
      main 1 8 32 24 3 0
      produce 1 4 24 20 2 2`),
  );
  expect(printedPairs(profile)).toBe('main>produce 1 4 24');
});

test('12: a generator of five items is one call', async () => {
  const { profile } = await runProgram(`
    function* items() { for (let i = 0; i < 5; i++) { burn(1); yield i; } }
    function main() { for (const item of items()) { log(item); burn(2); } }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'nyield'])).toBe(
    rows(`
      items 1 5 5 5
      main 1 10 15 0`),
  );
});

test('18: one blocks the loop, another one waits for it', async () => {
  const { profile } = await runProgram(`
    async function blocker() { await sleep(1); block(20); }
    async function innocent() { await sleep(2); }
    async function main() { await Promise.all([blocker(), innocent()]); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'tmax'])).toBe(
    rows(`
      blocker 1 20 21 1 21
      innocent 1 0 21 21 21
      main 1 0 21 21 21`),
  );
});

test('21: of fib(12) one call is not recursive, and 465 are calls', async () => {
  const { profile } = await runProgram(`
    function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
    function main() { return fib(12); }`);
  expect(printedTable(profile, [])).toBe(
    rows(`
      fib 465/1
      main 1`),
  );
});

test('22: own times and the root of an asynchronous run are what has elapsed', async () => {
  const { profile } = await runProgram(`
    async function query() { await sleep(50); burn(1); }
    async function handle() { burn(2); await query(); await query(); }
    async function main() { await Promise.all([handle(), handle()]); }`);
  const [thread] = profile.threads;
  expect(printedTable(profile, ['tsub'])).toBe(
    rows(`
      handle 2 4
      main 1 0
      query 4 4`),
  );
  expect(thread).toMatchObject({ elapsed: 106, rootSelf: 98 });
});

test('23: ten thousand live coroutines of one function', async () => {
  const { profile } = await runProgram(
    `
    async function task() { for (let i = 0; i < 3; i++) await sleep(1); }
    async function main() { await Promise.all(Array.from({ length: 10_000 }, task)); }`,
    { carriers: ['batch', 'ring'] },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'pending'])).toBe(
    rows(`
      main 1 0 3 3 1 0
      task 10000 0 30000 30000 30000 0`),
  );
});
