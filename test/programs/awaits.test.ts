import { expect, test } from 'vitest';
import { printedAwaits } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

test('each await by itself: how many, how long, the longest', async () => {
  const { profile } = await runProgram(`
    async function get(n) { await sleep(n); }
    async function main() {
      for (const n of [1, 2, 100]) await get(n);
      await null; await sleep(7);
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      get 2:28 await 3 103 2 100
      main 4:35 await 3 103 2 100
      main 5:18 await 1 7 7 7
      main 5:6 await 1 0 0 0`),
  );
});

test('rejected ones, in a loop that tries again', async () => {
  const { profile } = await runProgram(`
    async function main() {
      for (let n = 1; ; n++)
        try { await (n < 4 ? fail(10 * n, 'no') : sleep(5)); break; } catch { burn(1); }
      await fail(3, 'at last').catch(() => null);
      try { await quiet(fail(3, 'then')); } finally { burn(2); }
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      main 4:14 await 4 65 10 30 3 rejected
      main 5:6 await 1 3 3 3
      main 6:12 await 1 3 3 3 1 rejected`),
  );
});

test('for await, over async and sync iterables: next, and return where it is left', async () => {
  const { profile } = await runProgram(`
    async function* numbers() { try { for (let n = 1; ; n++) { await sleep(n); yield n; } } finally { await sleep(9); } }
    async function main() {
      for await (const n of numbers()) { burn(3); if (n === 3) break; }
      for await (const n of [sleep(20), 5]) burn(1);
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      main 4:6 for await 4 15 2 9
      main 5:6 for await 3 20 0 20
      numbers 2:102 await 1 9 9 9
      numbers 2:63 await 3 6 2 3
      numbers 2:79 yield (parked) 3 9 3 3`),
  );
});

test('yields are parked until the consumer asks for more, yield* hands on', async () => {
  const { profile } = await runProgram(`
    function* inner() { yield 1; yield 2; }
    function* outer() { yield* inner(); yield* [3, 4]; yield 5; }
    async function* both() { yield* outer(); await sleep(2); }
    async function main() {
      for (const n of outer()) await sleep(10);
      for await (const n of both()) burn(1);
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      both 4:29 yield* 6 5 1 1
      both 4:45 await 1 2 2 2
      inner 2:24 yield (parked) 2 11 1 10
      inner 2:33 yield (parked) 2 11 1 10
      main 6:31 await 5 50 10 10
      main 7:6 for await 6 2 0 2
      outer 3:55 yield (parked) 2 11 1 10`),
  );
});

test('await using: a disposer that is awaited, and a resource that is none', async () => {
  const { profile } = await runProgram(
    `
    const lock = (n: number) => ({ async [Symbol.asyncDispose]() { burn(2); await sleep(n); } });
    async function main() {
      { await using a = lock(5), b = lock(7); await sleep(1); }
      { await using none = null; }
    }`,
    { typescript: true },
  );
  expect(printedAwaits(profile)).toBe(
    rows(`
      lock/[Symbol.asyncDispose] 2:76 await 2 12 5 7
      main 4:46 await 1 1 1 1
      main 4:8 await using 2 12 5 7
      main 5:8 await using 1 0 0 0`),
  );
});

test('what still waits when the profile is taken, and what has not waited when profiling starts', async () => {
  const { profile } = await runProgram(`
    async function late() { await sleep(50); await sleep(1); }
    async function main() {
      stop();
      const waiting = late();
      await sleep(10);
      start();
      await Promise.race([late(), sleep(20)]);
      stop();
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      late 2:28 await 2 40 0 20 2 pending
      main 8:6 await 1 20 20 20`),
  );
});

test('where it is cleared, what waits does so from then on', async () => {
  const { profile } = await runProgram(`
    async function late() { await sleep(50); }
    async function main() { const p = late(); await sleep(10); clear(); await p; }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      late 2:28 await 1 40 40 40
      main 3:72 await 1 40 40 40`),
  );
});

test('many functions, many awaits, in each other', async () => {
  const { profile } = await runProgram(`
    async function main() {
      const values = [await sleep(1), await (await (async () => { await sleep(2); return sleep(3); })())];
      return values.length + (await sleep(4), 0);
    }`);
  expect(printedAwaits(profile)).toBe(
    rows(`
      main 3:22 await 1 1 1 1
      main 3:38 await 1 0 0 0
      main 3:45 await 1 5 5 5
      main 4:30 await 1 4 4 4
      main/<iife> 3:66 await 1 2 2 2`),
  );
});
