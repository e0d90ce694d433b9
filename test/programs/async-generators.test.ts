import { expect, test } from 'vitest';
import { printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend', 'nyield'] as const;

const PRODUCER = `
  async function* produce(n) {
    try {
      for (let i = 1; i <= n; i++) { await sleep(10); burn(1); yield i; }
    } finally { burn(2); await sleep(3); burn(4); }
  }`;

test('for await to the end', async () => {
  const { profile } = await runProgram(`${PRODUCER}
    async function main() { for await (const n of produce(2)) { burn(100); } burn(200); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 400 431 29 3 0
      produce 1 8 31 23 3 2`),
  );
});

test('for await left by break, return and throw: the producer is closed, and waited for', async () => {
  const { profile, output } = await runProgram(`${PRODUCER}
    async function breaks() { for await (const n of produce(2)) { burn(100); break; } burn(200); }
    async function returns() { for await (const n of produce(2)) { burn(100); return n; } }
    async function throws() { for await (const n of produce(2)) { burn(100); throw new Error('out'); } }
    async function main() {
      await breaks();
      log(await returns());
      try { await throws(); } catch (error) { log(error.message); }
    }`);
  expect(lines(output)).toEqual(['440 1', '560 out']);
  // One wait for a value and one for the end each, in which the producer runs for 1, and for 2 and 4.
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      breaks 1 300 320 20 2 0
      main 1 0 560 560 3 0
      produce 3 21 60 39 6 3
      returns 1 100 120 20 2 0
      throws 1 100 120 20 2 0`),
  );
});

test('for await left by labelled jumps: what comes after is work, not waiting', async () => {
  const { profile, output } = await runProgram(`${PRODUCER}
    async function main() {
      outer: for (let i = 0; i < 3; i++) {
        burn(1000);
        for await (const n of produce(2)) {
          for (;;) {
            if (i === 0) continue outer;
            if (i === 1) break outer;
          }
        }
      }
      burn(2000);
      log('end');
    }`);
  expect(lines(output)).toEqual(['4040 end']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 4000 4040 40 4 0
      produce 2 14 40 26 4 2`),
  );
});

test('for await whose producer throws, rejects and is caught', async () => {
  const { profile, output } = await runProgram(`
    async function* bad() { yield 1; await sleep(5); burn(1); throw new Error('bad'); }
    async function main() {
      try { for await (const n of bad()) burn(10); } catch (error) { burn(20); log(error.message); }
      burn(40);
    }`);
  expect(lines(output)).toEqual(['36 bad']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      bad 1 1 6 5 1 1
      main 1 70 76 6 2 0`),
  );
});

test('for await over promises, a sync generator and a foreign iterator', async () => {
  const { profile, output } = await runProgram(`
    function* pairs() { burn(1); yield sleep(5, 'a'); burn(2); yield 'b'; }
    function foreign() {
      let left = 2;
      return { [Symbol.asyncIterator]() { return this; }, next() { burn(4); return sleep(6, { value: left, done: left-- === 0 }); } };
    }
    async function main() {
      for await (const value of [sleep(1, 'x'), 'y']) log(value);
      for await (const value of pairs()) log(value);
      for await (const value of foreign()) log(value);
    }`);
  expect(lines(output)).toEqual(['1 x', '1 y', '7 a', '9 b', '19 2', '29 1']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      foreign 1 0 0 0 0 0
      foreign/[Symbol.asyncIterator] 1 0 0 0 0 0
      foreign/next 3 12 12 0 0 0
      main 1 0 39 24 9 0
      pairs 1 3 3 0 0 2`),
  );
});

test('requests in advance: the producer goes on by itself, each request is no call', async () => {
  const { profile, result } = await runProgram(`
    async function* numbers() { for (let i = 0; ; i++) { await sleep(2); burn(1); yield i; } }
    async function main() {
      const it = numbers();
      const steps = await Promise.all([it.next(), it.next(), it.next()]);
      await it.return();
      return steps.map(value).join();
    }
    function value(step) { return step.value; }`);
  expect(result).toBe('0,1,2');
  expect(printedTable(profile, [...COLUMNS, 'pending'])).toBe(
    rows(`
      main 1 0 9 9 2 0 0
      numbers 1 3 9 6 3 3 0
      value 3 0 0 0 0 0 0`),
  );
});

test('return(), throw() and what is never finished', async () => {
  const { profile, output } = await runProgram(`
    async function* steps() {
      try { burn(1); yield 1; } catch (error) { log(error.message); await sleep(2); burn(2); yield 2; } finally { burn(4); }
    }
    async function main() {
      const thrown = steps();
      await thrown.next();
      await thrown.throw(new Error('in'));
      await thrown.next();
      const returned = steps();
      await returned.next();
      log(JSON.stringify(await returned.return(sleep(8, 'late'))));
      const open = steps();
      await open.next();
      await sleep(50);
    }`);
  expect(lines(output)).toEqual(['1 in', '22 {"value":"late","done":true}']);
  expect(printedTable(profile, [...COLUMNS, 'pending'])).toBe(
    rows(`
      main 1 0 73 66 7 0 0
      steps 3 13 15 2 1 4 1`),
  );
});

test('return x awaits before the finally block', async () => {
  const { profile } = await runProgram(`
    async function* answer() { try { burn(1); return sleep(5, 42); } finally { burn(2); } }
    async function main() { log((await answer().next()).value); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      answer 1 3 8 5 1 0
      main 1 0 8 7 1 0`),
  );
});
