import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend', 'nyield'] as const;

test('yield* of an async generator: inner times are the inner one’s own', async () => {
  const { profile, output } = await runProgram(`
    async function* inner() { await sleep(5); burn(1); yield 'a'; burn(2); yield 'b'; return 'c'; }
    async function* outer() { burn(4); log(yield* inner()); burn(8); }
    async function main() { for await (const value of outer()) log(value); }`);
  expect(output.map((line) => line.split(' ')[1])).toEqual(['a', 'b', 'c']);
  expect(printedTable(profile, ['tsub', 'ttot', 'nsuspend', 'nyield'])).toBe(
    rows(`
      inner 1 3 8 2 2
      main 1 0 20 3 0
      outer 1 12 20 3 2`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>outer 1 12 20
      outer>inner 1 3 8`),
  );
});

const INNER = `
  async function* inner() { burn(1); yield 'a'; await sleep(5); burn(2); yield 'b'; }`;

test('yield* of an async generator: parked with it, while the consumer works', async () => {
  const { profile } = await runProgram(`
    async function* inner() { burn(1); yield 'a'; burn(2); yield 'b'; }
    async function* outer() { yield* inner(); }
    async function main() { for await (const value of outer()) burn(100); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      inner 1 3 3 0 0 2
      main 1 200 203 0 3 0
      outer 1 0 3 0 3 2`),
  );
});

test('yield* through three async generators, one of which has waited for its values', async () => {
  const { profile } = await runProgram(`${INNER}
    async function* middle() { yield* inner(); burn(4); yield 'c'; }
    async function* outer() { yield* middle(); }
    async function main() { for await (const value of outer()) burn(100); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      inner 1 3 8 5 1 2
      main 1 300 312 11 4 0
      middle 1 4 12 7 3 3
      outer 1 0 12 11 4 3`),
  );
});

test('yield* of an async generator that has begun already, and of one that was asked in advance', async () => {
  const { profile, output } = await runProgram(`${INNER}
    async function* begun() { const it = inner(); await it.next(); yield* it; }
    async function main() {
      for await (const value of begun()) { burn(100); log(value); }
      const it = begun();
      const steps = await Promise.all([it.next(), it.next(), it.next()]);
      for (const { done } of steps) log(done);
    }`);
  expect(lines(output)).toEqual(['108 b', '116 false', '116 true', '116 true']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      begun 2 0 16 14 6 2
      inner 2 6 16 10 2 4
      main 1 100 116 14 3 0`),
  );
});

test('yield* of an async generator that others ask too: who is not answered waits', async () => {
  const { profile, output } = await runProgram(`
    async function* numbers() { for (let i = 1; ; i++) { await sleep(5); yield i; } }
    async function* outer(it) { yield* it; }
    async function main() {
      const shared = numbers();
      const first = outer(shared);
      const second = outer(shared);
      const steps = await Promise.all([first.next(), second.next(), shared.next()]);
      log(steps.map(value).join());
      await sleep(100);
      await shared.next();
      log((await first.next()).value);
      await sleep(1000);
    }
    function value(step) { return step.value; }`);
  expect(lines(output)).toEqual(['15 1,2,3', '125 5']);
  // The second one's request had to queue: of its answer nothing is known. The first waits while others are answered.
  expect(printedTable(profile, [...COLUMNS, 'pending'])).toBe(
    rows(`
      main 1 0 1125 1125 5 0 0
      numbers 1 0 25 25 5 5 1
      outer 2 0 1150 1150 3 2 2
      value 3 0 0 0 0 0 0`),
  );
});

test('return() and throw() through yield* of an async generator', async () => {
  const { profile, output } = await runProgram(`
    async function* inner() {
      try { yield 1; yield 2; }
      catch (error) { burn(1); await sleep(2); yield error.message; }
      finally { burn(4); await sleep(8); yield 'last'; burn(16); }
    }
    async function* outer() { try { yield* inner(); } finally { burn(32); } }
    async function* outermost() { yield* outer(); }
    async function main() {
      const it = outermost();
      await it.next();
      burn(100);
      log((await it.throw(new Error('in'))).value);
      burn(100);
      log((await it.return('away')).value);
      burn(100);
      const { value, done } = await it.next();
      log(value, done);
    }`);
  expect(lines(output)).toEqual(['103 in', '215 last', '363  true']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      inner 1 21 31 10 2 3
      main 1 300 363 46 4 0
      outer 1 32 63 14 4 3
      outermost 1 0 63 46 4 3`),
  );
});

test('yield* of an async generator that throws: caught by the one that delegates', async () => {
  const { profile, output } = await runProgram(`
    async function* inner() { yield 1; await sleep(5); burn(1); throw new Error('bad'); }
    async function* outer() { try { yield* inner(); } catch (error) { burn(2); yield error.message; burn(4); } }
    async function main() { for await (const value of outer()) { burn(100); log(value); } }`);
  expect(lines(output)).toEqual(['100 1', '208 bad']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      inner 1 1 6 5 1 1
      main 1 200 212 8 3 0
      outer 1 6 12 6 2 2`),
  );
});

const FOREIGN = {
  host: () => ({
    plain: (it: AsyncGenerator<number>) => ({ [Symbol.asyncIterator]: () => ({ next: () => it.next() }) }),
    async *odd(it: AsyncGenerator<number>) {
      for await (const value of it) if (value % 2 === 1) yield value;
    },
    async *awaited(it: Generator<number>) {
      for (const value of it) yield await value;
    },
  }),
};

test('yield* of what is not ours but asks ours: parked only once it asks for no more', async () => {
  const { profile, output } = await runProgram(
    `
    async function* source() { for (let i = 1; i <= 4; i++) { await sleep(5); yield i; } }
    async function* outer() { yield* plain(source()); yield* odd(source()); }
    async function main() { for await (const value of outer()) { burn(100); log(value); } }`,
    FOREIGN,
  );
  expect(lines(output)).toEqual(['105 1', '210 2', '315 3', '420 4', '525 1', '635 3']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 600 640 40 7 0
      outer 1 0 40 40 8 6
      source 2 0 40 40 8 8`),
  );
});

test('yield* of what is not ours: the time until the next request is waiting', async () => {
  const { profile } = await runProgram(
    `
    function* sync() { burn(1); yield 1; burn(2); yield 2; }
    async function* outer() { yield* awaited(sync()); yield* awaited([1]); }
    async function main() { for await (const value of outer()) burn(100); }`,
    FOREIGN,
  );
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 300 303 0 4 0
      outer 1 0 303 300 5 0
      sync 1 3 3 0 0 2`),
  );
});

test('yield* of an async generator: profiling that stops and starts in between', async () => {
  const { profile } = await runProgram(`${INNER}
    async function* outer() { yield* inner(); }
    async function main() {
      const it = outer();
      await it.next();
      burn(10);
      const step = it.next();
      await sleep(1);
      stop();
      await step;
      start();
      burn(20);
      clear();
      burn(40);
      await it.next();
      const other = outer();
      stop();
      await other.next();
      const late = other.next();
      start();
      await late;
      await sleep(80);
    }`);
  expect(printedTable(profile, [...COLUMNS, 'late'])).toBe(
    rows(`
      inner 2 2 7 5 0 1 1
      main 1 40 127 87 3 0 0
      outer 2 0 7 7 1 1 1`),
  );
});
