import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, printedTree, rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'nyield', 'pending'] as const;

test('return(): the finally block is part of the call, the consumer its caller', async () => {
  const { profile, output } = await runProgram(`
    function cleanUp() { burn(4); }
    function* numbers() { try { burn(1); yield 1; yield 2; } finally { cleanUp(); burn(2); } }
    function main() { for (const n of numbers()) { burn(8); log(n); break; } burn(16); }`);
  expect(lines(output)).toEqual(['9 1']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      cleanUp 1 4 4 0 0
      main 1 24 31 0 0
      numbers 1 3 7 1 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>numbers 1 3 7
      numbers>cleanUp 1 4 4`),
  );
});

test('return() of one that never started is no call; of one without finally it takes no time', async () => {
  const { profile } = await runProgram(`
    function* never() { burn(1); yield 1; }
    function* plain() { burn(1); yield 1; }
    function main() {
      never().return();
      const it = plain();
      it.next();
      burn(2);
      it.return();
      burn(4);
    }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 6 7 0 0
      plain 1 1 1 1 0`),
  );
});

test('return() that finally turns into another yield, and finally that overrides the value', async () => {
  const { profile, output } = await runProgram(`
    function* stubborn() { try { yield 1; } finally { burn(1); yield 2; burn(2); return 3; } }
    function main() {
      const it = stubborn();
      it.next();
      burn(4);
      log(JSON.stringify(it.return(9)));
      burn(8);
      log(JSON.stringify(it.next()));
    }`);
  expect(lines(output)).toEqual(['5 {"value":2,"done":false}', '15 {"value":3,"done":true}']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 12 15 0 0
      stubborn 1 3 3 2 0`),
  );
});

test('throw(): caught inside and gone on with, and not caught', async () => {
  const { profile, thrown } = await runProgram(`
    function* catches() { try { yield 1; } catch { burn(1); yield 2; burn(2); } }
    function* dies() { burn(4); yield 1; burn(100); }
    function main() {
      const it = catches();
      it.next();
      it.throw(new Error('caught'));
      burn(8);
      it.next();
      const other = dies();
      other.next();
      other.throw(new Error('not caught'));
    }`);
  expect(thrown).toBe('Error: not caught');
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      catches 1 3 3 2 0
      dies 1 4 4 1 0
      main 1 8 15 0 0`),
  );
});

test('never finished: pending, its time what it ran', async () => {
  const { profile } = await runProgram(`
    function* forever() { for (let i = 0; ; i++) { burn(1); yield i; } }
    async function main() { const it = forever(); it.next(); it.next(); await sleep(50); it.next(); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      forever 1 3 3 3 1
      main 1 0 53 0 0`),
  );
});

test('begun by one, gone on with by another: its callees stay under who began it', async () => {
  const { profile } = await runProgram(`
    function leaf() { burn(1); }
    function* steps() { leaf(); yield 1; leaf(); yield 2; leaf(); }
    function first(it) { it.next(); }
    function second(it) { burn(2); it.next(); }
    function main() { const it = steps(); first(it); second(it); second(it); }`);
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 7
      main > second 2 4 4
      main > first 1 0 3
      main > first > steps 1 0 3
      main > first > steps > leaf 3 3 3`),
  );
  expect(printedTable(profile)).toBe(
    rows(`
      first 1 0 1
      leaf 3 3 3
      main 1 0 7
      second 2 4 6
      steps 1 0 3`),
  );
});

test('a generator that is told to go on while it runs: the error passes through', async () => {
  const { profile, output } = await runProgram(`
    let it;
    function* selfish() { burn(1); try { it.next(); } catch (error) { log(error.message); } yield 1; burn(2); }
    function main() { it = selfish(); for (const n of it) log(n); }`);
  expect(lines(output)).toEqual(['1 Generator is already running', '1 1']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 0 3 0 0
      selfish 1 3 3 1 0`),
  );
});

test('yield*: a recursive walk over a tree, each level parked with the one below', async () => {
  // Nodes 1 to 7 as a tree of three levels; its values are yielded in order.
  const { profile, output } = await runProgram(`
    function* walk(node) {
      if (node > 7) return;
      yield* walk(2 * node);
      burn(1);
      yield node;
      yield* walk(2 * node + 1);
    }
    function main() { const seen = []; for (const n of walk(1)) { burn(10); seen.push(n); } log(seen.join()); }`);
  expect(lines(output)).toEqual(['77 4,2,5,1,6,3,7']);
  // 4 values at depth 3, 2 at depth 2, 1 at depth 1: each parks all generators above it.
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 70 77 0 0
      walk 15/1 7 7 17 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>walk 1 1 7
      walk>walk 14/2 6 6`),
  );
});

test('yield* to something foreign: who delegates runs while it does, and is parked in between', async () => {
  const { profile, output } = await runProgram(`
    function make(left) {
      return { [Symbol.iterator]() { return this; }, next() { burn(1); return { value: left, done: left-- === 0 }; } };
    }
    function* outer() { const result = yield* make(2); log('result', result); yield* 'ab'; yield* [1, 2]; }
    function main() { for (const n of outer()) { burn(10); log(n); } }`);
  expect(lines(output)).toEqual(['11 2', '22 1', '23 result 0', '33 a', '43 b', '53 1', '63 2']);
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      main 1 60 63 0
      make 1 0 0 0
      make/[Symbol.iterator] 1 0 0 0
      make/next 3 3 3 0
      outer 1 0 3 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>outer 1 0 3
      outer>make 1 0 0
      outer>make/[Symbol.iterator] 1 0 0
      outer>make/next 3 3 3`),
  );
});

test('yield* closed from outside: inner and outer finally blocks run in their own calls', async () => {
  const { profile } = await runProgram(`
    function* inner() { try { yield 1; yield 2; } finally { burn(1); } }
    function* outer() { try { yield* inner(); } finally { burn(2); } }
    function main() {
      for (const n of outer()) { burn(10); break; }
      const it = outer();
      it.next();
      try { it.throw(new Error('x')); } catch { burn(20); }
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      inner 2 2 2 0
      main 1 30 36 0
      outer 2 4 6 0`),
  );
});

test('yield* closed from outside: who has been told that it is over is not parked', async () => {
  const { profile } = await runProgram(`
    function* inner(n) { try { yield 1; } catch (error) { if (n > 1) yield 2; return 3; } }
    function* returned() { try { yield* inner(1); } finally { burn(1); } }
    function* thrown(n) { const value = yield* inner(n); burn(value); }
    function main() {
      const it = returned();
      it.next();
      it.return();
      for (const n of [1, 2]) {
        const it = thrown(n);
        it.next();
        it.throw(new Error('in'));
        burn(10);
        it.next();
      }
    }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      inner 3 0 0 4 0
      main 1 20 27 0 0
      returned 1 1 1 1 0
      thrown 2 6 6 3 0`),
  );
});

test('yield* value: what the inner one returns, two levels down', async () => {
  const { profile, result } = await runProgram(
    `
    function* one() { burn(1); yield 'a'; return 1; }
    function* two() { return 1 + (yield* one()) + (yield* one()); }
    function* three() { return 1 + (yield* two()); }
    function main() { const it = three(); let step; do step = it.next(); while (!step.done); return step.value; }`,
    { estimated: true },
  );
  expect(result).toBe(4);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 0 2 0 0
      one 2 2 2 2 0
      three 1 0 2 2 0
      two 1 0 2 2 0`),
  );
});

/** The first run of `inner` shows that it tells of each of its steps; then comes one that does not. */
const QUIET = `
  function* inner(items) { if (items) yield* items; else yield 1; }
  function* learns() { yield* inner(); }
  function* outer(items) { const it = inner(items); it.next(); yield* it; burn(4); }
  function* other() { burn(1); yield 1; burn(2); yield 2; }`;

test.each([
  ['an array', '[1, 2]'],
  ['a string', "'ab'"],
])(
  'yield* of one that has begun and is in %s: what its consumer runs next is no business of its',
  async (_, items) => {
    const { profile } = await runProgram(`${QUIET}
    function main() {
      for (const n of learns());
      const early = other();
      early.next();
      const it = outer(${items});
      it.next();
      early.next();
      other().next();
      it.next();
    }`);
    expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
      rows(`
      inner 2 0 0 0
      learns 1 0 0 0
      main 1 0 8 0
      other 2 4 4 2
      outer 1 4 4 0`),
    );
    expect(printedPairs(profile)).toBe(
      rows(`
      learns>inner 1 0 0
      main>learns 1 0 0
      main>other 2 4 4
      main>outer 1 4 4
      outer>inner 1 0 0`),
    );
  },
);

test('yield* of one that has begun and is itself at a yield*: all three run together', async () => {
  const { profile } = await runProgram(
    `
    function foreign(left) {
      return { [Symbol.iterator]() { return this; }, next() { burn(1); return { value: left, done: left-- === 0 }; } };
    }
    function* leaf(items) { if (items) yield* items; else { yield 1; burn(2); yield 2; burn(4); } }
    function* middle(items) { yield* leaf(items); }
    function* outer(items) { const it = middle(items); it.next(); yield* it; }
    function main() { for (const items of [null, null, foreign(2)]) for (const n of outer(items)) burn(10); }`,
    { estimated: true },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      foreign 1 0 0 0
      foreign/[Symbol.iterator] 1 0 0 0
      foreign/next 3 3 3 0
      leaf 3 12 15 0
      main 1 30 45 0
      middle 3 0 15 0
      outer 3 0 15 0`),
  );
});
