import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, printedTree, rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend', 'pending'] as const;

test('Promise.race: the losers go on, and nobody waits for them', async () => {
  const { profile, result, ended } = await runProgram(`
    async function racer(n) { await sleep(n); burn(1); return n; }
    async function main() { const first = await Promise.race([racer(30), racer(10), racer(20)]); burn(4); return first; }`);
  expect([result, ended]).toEqual([10, 31]);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 4 15 11 1 0
      racer 3 3 63 60 3 0`),
  );
});

test('Promise.race: a loser that is pending when profiling stops, and one that is rejected', async () => {
  const { profile } = await runProgram(`
    async function late() { await sleep(50); }
    async function dies() { await fail(20, 'too late'); }
    async function main() { await Promise.race([late(), sleep(10), quiet(dies())]); await sleep(20); stop(); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      dies 1 0 20 20 1 0
      late 1 0 30 30 1 1
      main 1 0 30 30 2 1`),
  );
});

test('Promise.all of all sorts: fan-out, a value, a thenable, a rejection', async () => {
  const { profile, output } = await runProgram(`
    async function one(n) { burn(1); await sleep(n); burn(1); }
    async function bad() { await sleep(2); throw new Error('bad'); }
    async function main() {
      await Promise.all([one(5), 7, thenable(8), one(5)]);
      try { await Promise.all([one(10), bad(), one(10)]); } catch (error) { log(error.message); }
      await sleep(100);
    }`);
  expect(lines(output)).toEqual(['11 bad']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      bad 1 0 2 2 1 0
      main 1 0 111 107 3 0
      one 4 8 38 30 4 0`),
  );
});

test('thenables: their then is called from the event loop, while the awaiting coroutine waits', async () => {
  const { profile, result } = await runProgram(`
    const slow = { then(resolve) { burn(1); later(5, resolve); } };
    const lazy = { get then() { burn(2); return undefined; } };
    async function main() { await slow; await lazy; return 'done'; }`);
  expect(result).toBe('done');
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      lazy.get then 1 2 2 0 0 0
      main 1 0 8 8 2 0
      slow.then 1 1 1 0 0 0`),
  );
  expect(printedTree(profile)).toBe(
    rows(`
      lazy.get then 1 2 2
      slow.then 1 1 1
      main 1 0 0`),
  );
});

test('callbacks of promises and timers are called by the root', async () => {
  const { profile } = await runProgram(`
    function onTimer() { burn(1); }
    function onValue() { burn(2); }
    async function main() { later(5, onTimer); await Promise.resolve().then(onValue); await sleep(10); }`);
  expect(printedTree(profile)).toBe(
    rows(`
      onValue 1 2 2
      onTimer 1 1 1
      main 1 0 0`),
  );
});

test('nested activations that outlive the outermost: the time by which they do is added once', async () => {
  const { profile } = await runProgram(`
    async function a(n) { await sleep(10 * n); burn(1); }
    async function b(n) { if (n > 0) { b(n - 1); } await sleep(10); }
    async function outer() { await sleep(1); outlives(); }
    async function outlives() { await sleep(5); again(); }
    async function again() { await sleep(5); if (++rounds < 3) outer(); }
    let rounds = 0;
    async function main() { await a(1); await b(3); await outer(); }`);
  // outer 0-1, 11-12, 22-23 after the 21 of a and b; each round nested in the one before.
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      a 1 1 11 10 1 0
      again 3/1 0 15 15 3 0
      b 4/1 0 10 10 4 0
      main 1 0 22 22 3 0
      outer 3/1 0 3 3 3 0
      outlives 3/1 0 15 15 3 0`),
  );
});

test('asynchronous recursion whose outer calls end first', async () => {
  const { profile } = await runProgram(
    `
    async function down(n) { burn(1); if (n > 0) down(n - 1); await sleep(10 * (4 - n)); }
    async function main() { await down(3); burn(2); }`,
    { estimated: true },
  );
  // They begin at 0, 1, 2 and 3, and end at 14, 24, 34 and 44: 14 by itself (10 of it waiting), then 10 more each.
  expect(printedTable(profile, [...COLUMNS, 'tmin', 'tmax'])).toBe(
    rows(`
      down 4/1 4 44 40 4 0 14 41
      main 1 2 16 10 1 0 16 16`),
  );
});

test('mutual asynchronous recursion, side by side and without waiting', async () => {
  const { profile } = await runProgram(`
    async function ping(n) { await sleep(1); burn(1); if (n > 0) pong(n - 1); }
    async function pong(n) { await sleep(2); if (n > 0) ping(n - 1); }
    async function main() { await Promise.all([ping(3), pong(3)]); }`);
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 4
      main > ping 2 2 2
      main > ping > pong 2 0 0
      main > pong 2 0 2
      main > pong > ping 2 2 2`),
  );
});

test('a coroutine that goes on inside another one’s segment takes nothing from it', async () => {
  const { profile } = await runProgram(`
    function* inner() { burn(1); yield 1; burn(2); yield 2; burn(4); }
    async function makes(it) { it.next(); await sleep(5); it.next(); }
    function takes(it) { burn(8); it.next(); burn(16); }
    async function main() { const it = inner(); const task = makes(it); await task; takes(it); }`);
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 31
      main > takes 1 24 24
      main > makes 1 0 7
      main > makes > inner 1 7 7`),
  );
  expect(printedTable(profile)).toBe(
    rows(`
      inner 1 7 7
      main 1 0 36
      makes 1 0 8
      takes 1 24 28`),
  );
});

test('ten thousand at once, each three deep, under a tag each thousand', async () => {
  const { profile } = await runProgram(
    `
    async function low() { await sleep(1); }
    async function mid() { await low(); }
    async function top() { await mid(); }
    function thousand() { return Promise.all(Array.from({ length: 1000 }, top)); }
    async function main() {
      const all = [];
      for (let i = 0; i < 10; i++) all.push(tag(String(i), thousand));
      await Promise.all(all);
    }`,
    { carriers: ['batch', 'ring'] },
  );
  expect(printedTable(profile, ['ttot', 'nsuspend']).split('\n').slice(10)).toEqual(
    rows(`
      low 10000 10000 10000
      main 1 1 1
      mid 10000 10000 10000
      thousand 10 0 0
      top 10000 10000 10000`).split('\n'),
  );
  expect(printedPairs(profile).split('\n').slice(0, 2)).toEqual([
    '[tag 0]>thousand 1 0 0',
    '[tag 1]>thousand 1 0 0',
  ]);
});

test('TypeScript: types, enums, parameter properties and satisfies', async () => {
  const { profile, result } = await runProgram(
    `
    enum Unit { One = 1, Two }
    class Worker {
      constructor(private readonly time: Unit) { burn(this.time); }
      async work<T>(value: T): Promise<T> { await sleep(this.time as number); burn(1); return value satisfies T; }
    }
    async function main(): Promise<string> { return await new Worker(Unit.Two).work<string>('done'); }`,
    { typescript: true },
  );
  expect(result).toBe('done');
  expect(
    printedTable(profile, COLUMNS)
      .split('\n')
      .filter((row) => /^(Worker|main)/.test(row)),
  ).toEqual(
    rows(`
      Worker.constructor 1 2 2 0 0 0
      Worker.work 1 1 3 2 1 0
      main 1 0 5 3 1 0`).split('\n'),
  );
});
