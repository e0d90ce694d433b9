import { expect, test } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/** Profiling that starts, stops, is cleared or looked at while things are under way. (PARITY section 3, rows 13 on.) */

test('13: stop while a coroutine waits: it is pending, with its time so far', async () => {
  const { profile } = await runProgram(`
    async function worker() { burn(1); await sleep(100); burn(1); }
    async function main() { worker(); await sleep(4); stop(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'tmin', 'tmax', 'pending'])).toBe(
    rows(`
      main 1 0 5 4 1 5 5 1
      worker 1 1 5 4 1 5 5 1`),
  );
});

test('14: profiles taken on the way say what was so then, and change nothing', async () => {
  const program = (look: string) => `
    async function inner() { await sleep(2); burn(1); ${look} await sleep(2); }
    function leaf() { burn(1); ${look} burn(1); }
    async function outer() { ${look} leaf(); await inner(); ${look} burn(1); }
    async function main() { await outer(); }`;
  const looked = await runProgram(program('snapshot();'));
  const undisturbed = await runProgram(program(''));
  const columns = ['tsub', 'ttot', 'twait', 'pending'] as const;
  expect(looked.snapshots.map((profile) => printedTable(profile, columns))).toEqual([
    rows(`
      main 1 0 0 0 1
      outer 1 0 0 0 1`),
    rows(`
      leaf 1 1 1 0 1
      main 1 0 1 0 1
      outer 1 0 1 0 1`),
    rows(`
      inner 1 1 3 2 1
      leaf 1 2 2 0 0
      main 1 0 5 3 1
      outer 1 0 5 3 1`),
    rows(`
      inner 1 1 5 4 0
      leaf 1 2 2 0 0
      main 1 0 7 5 1
      outer 1 0 7 5 1`),
  ]);
  expect(printedTable(looked.profile, columns)).toBe(printedTable(undisturbed.profile, columns));
  expect(printedTable(undisturbed.profile, columns)).toBe(
    rows(`
      inner 1 1 5 4 0
      leaf 1 2 2 0 0
      main 1 0 8 6 0
      outer 1 1 8 5 0`),
  );
});

test('15: a coroutine that waits when profiling starts joins late, its pending wait included', async () => {
  const { profile } = await runProgram(
    `
    async function foo() { await sleep(20); await sleep(15); burn(1); }
    async function main() { const task = foo(); await sleep(10); start(); await task; }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'late'])).toBe(
    rows(`
      foo 1 1 26 25 1 1
      main 1 0 26 26 1 1`),
  );
});

test('16: what passes while profiling is off does not count, also within one coroutine', async () => {
  const { profile } = await runProgram(`
    async function nap() { await sleep(50); }
    async function foo() { await nap(); }
    async function main() {
      const task = foo();
      await sleep(10);
      stop();
      await sleep(20);
      start();
      await task;
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'pending', 'late'])).toBe(
    rows(`
      foo 1 0 30 30 0 0
      main 1 0 30 30 0 0
      nap 1 0 30 30 0 0`),
  );
});

test('16: a wait that ends, one that begins, and one that changes while profiling is off', async () => {
  const { profile } = await runProgram(`
    async function ends() { await sleep(15); burn(5); await sleep(20); }
    async function begins() { await sleep(5); later(10, go); await new Promise(keep); }
    async function ended() { await sleep(15); }
    let resolve;
    function keep(done) { resolve = done; }
    function go() { resolve(); }
    async function main() {
      const tasks = [ends(), begins(), ended()];
      await sleep(10);
      stop();
      await sleep(20);
      start();
      await Promise.all(tasks);
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'pending'])).toBe(
    rows(`
      begins 1 0 10 10 0
      ended 1 0 10 10 0
      ends 1 0 20 20 0
      keep 1 0 0 0 0
      main 1 0 20 20 0`),
  );
});

test('17: coroutines that end while profiling is off leave no stale times to who takes their place', async () => {
  const { profile } = await runProgram(`
    async function foo(n) { await sleep(n); }
    async function main() {
      const first = foo(20);
      await sleep(10);
      stop();
      await first;
      await foo(500);
      const second = foo(30);
      await sleep(10);
      start();
      await foo(10);
      await second;
      await foo(10);
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'tmin', 'tmax', 'pending', 'late'])).toBe(
    rows(`
      foo 4 0 50 50 10 20 0 1
      main 1 0 40 40 40 40 0 0`),
  );
});

test('19: a tag around part of a coroutine splits its callees, not its call', async () => {
  const { profile } = await runProgram(`
    async function query(n) { await sleep(n); }
    async function req(id) { await query(2); await tag(id, async function part() { await query(10); }); }
    async function main() { await Promise.all([req('1'), req('2'), req('3')]); }`);
  expect(printedTable(profile, ['ttot', 'twait'])).toBe(
    rows(`
      [tag 1] 1 0 0
      [tag 2] 1 0 0
      [tag 3] 1 0 0
      main 1 12 12
      query 6 36 36
      req 3 36 36
      req/part 3 30 30`),
  );
  const { functions } = profileStats(profile, { tag: '2' });
  expect(functions.map(({ name, ncall, ttot }) => [name, ncall, ttot])).toEqual([
    ['req/part', 1, 10],
    ['query', 1, 10],
  ]);
});

test("20: tag '0' and the main thread can be selected", async () => {
  const { profile } = await runProgram(`
    function work(n) { burn(n); }
    function main() { work(1); tag('0', work.bind(null, 2)); tag('', work.bind(null, 4)); }`);
  const selfOf = (selection: object) => {
    const { functions } = profileStats(profile, selection);
    return functions.find(({ name }) => name === 'work')!.tsub;
  };
  expect(selfOf({})).toBe(7);
  expect(selfOf({ tag: '0' })).toBe(2);
  expect(selfOf({ tag: '' })).toBe(4);
  expect(selfOf({ threads: ['main'] })).toBe(7);
  expect(() => selfOf({ tag: '1' })).toThrow('no tag is called "1"');
  expect(() => selfOf({ threads: ['0'] })).toThrow('no thread has the id or name "0"');
});

test('stop inside a: what is open is pending with its time so far', async () => {
  const { profile } = await runProgram(`
    function b() { burn(4); }
    function a() { b(); stop(); burn(10); }
    function main() { a(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      a 1 0 4 1
      b 1 4 4 0
      main 1 0 4 1`),
  );
});

test('two sessions one after the other are both kept', async () => {
  const { profile } = await runProgram(
    `
    function a() { burn(1); }
    function b() { burn(2); }
    function main() { start(); a(); stop(); burn(100); start(); b(); stop(); }`,
    { autostart: false },
  );
  expect(printedTable(profile)).toBe(
    rows(`
      a 1 1 1
      b 1 2 2`),
  );
});

test('start and stop in plain functions: those that were open stay so, and leave unseen', async () => {
  const { profile } = await runProgram(`
    function inner() { burn(1); stop(); burn(10); start(); burn(2); }
    function outer() { inner(); burn(4); }
    async function main() { outer(); burn(8); await sleep(1); burn(16); }`);
  // After the new start nobody knows that inner and outer still run: their time is main's.
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      inner 1 1 1 0
      main 1 30 32 0
      outer 1 0 1 0`),
  );
});

test('start while several coroutines run: each ends where it should', async () => {
  const { profile } = await runProgram(
    `
    function* numbers() { yield 1; start(); yield 2; burn(2); }
    async function consume(list) { for (const item of list) { log(item); burn(4); } }
    async function main() {
      const list = numbers();
      list.next();
      const gone = consume([]);
      await gone;
      await consume(list);
      burn(8);
    }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'late', 'pending'])).toBe(
    rows(`
      consume 1 4 6 1 0
      main 1 8 14 1 0
      numbers 1 2 2 1 0`),
  );
});

test('start while several coroutines run: whoever is on top gets the time', async () => {
  const { profile } = await runProgram(
    `
    function* numbers() { try { yield 1; start(); burn(1); yield 2; } catch { again(); burn(2); yield 3; } burn(4); }
    function again() { stop(); start(); }
    async function consume(list) {
      await sleep(1);
      burn(8);
      log(list.next().value);
      burn(16);
      log(list.throw(new Error('in')).value);
      burn(32);
      for (const item of list) log(item);
    }
    async function main() {
      const list = numbers();
      list.next();
      await consume(list);
    }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'late', 'pending'])).toBe(
    rows(`
      again 1 0 0 0 0 0
      consume 1 48 55 0 1 0
      main 1 0 55 55 1 0
      numbers 1 7 7 0 1 0`),
  );
});

test('start deep in generators that have other tokens than their order', async () => {
  const { profile } = await runProgram(
    `
    function* level(own, inner) {
      yield;
      for (const value of inner) { burn(own); yield value; burn(own); }
    }
    function* deepest() { yield; start(); burn(1); yield; burn(2); }
    function main() {
      const it = deepest();
      const low = level(8, it);
      const high = level(64, low);
      for (const each of [high, it, low]) each.next();
      for (const value of high) burn(512);
    }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'late', 'pending'])).toBe(
    rows(`
      deepest 1 3 3 1 0
      level 2 144 166 2 0`),
  );
});

test('clear while running: what is alive goes on as if it had begun just then', async () => {
  const { profile } = await runProgram(`
    function leaf() { burn(1); }
    async function waits() { await sleep(10); leaf(); }
    function* counts() { yield 1; burn(1); yield 2; }
    function main2(it) { burn(2); clear(); burn(3); leaf(); it.next(); }
    async function main() {
      const it = counts();
      it.next();
      leaf();
      const task = waits();
      await sleep(4);
      main2(it);
      await task;
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'nyield', 'pending'])).toBe(
    rows(`
      counts 1 1 1 0 0 1 1
      leaf 2 2 2 0 0 0 0
      main 1 0 6 1 1 0 0
      main2 1 3 5 0 0 0 0
      waits 1 0 6 5 0 0 0`),
  );
});

test('clear while off forgets all, also what is alive', async () => {
  const { profile } = await runProgram(`
    async function waits() { await sleep(10); burn(1); }
    async function main() {
      const task = waits();
      burn(2);
      stop();
      clear();
      burn(3);
      start();
      await task;
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'late'])).toBe(
    rows(`
      main 1 0 6 6 1
      waits 1 1 6 5 1`),
  );
});

test('tokens that change hands while profiling is off, a generator parked all the time', async () => {
  const { profile } = await runProgram(`
    function* numbers() { burn(1); yield 1; burn(2); yield 2; burn(4); }
    function take(it) { it.next(); }
    async function main() {
      const kept = numbers();
      const ended = numbers();
      take(kept);
      take(ended);
      stop();
      for (const rest of ended) log(rest);
      const fresh = numbers();
      take(fresh);
      burn(100);
      start();
      take(kept);
      take(fresh);
      take(fresh);
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'nyield', 'late', 'pending'])).toBe(
    rows(`
      main 1 0 10 0 0 0
      numbers 3 10 10 4 1 1
      take 5 0 10 0 0 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>take 5 0 10
      take>numbers 2 4 4`),
  );
});

test('cleared in a pair whose outermost activation has ended elsewhere in the tree: its time stays with that edge', async () => {
  const { profile } = await runProgram(`
    async function work(then) { await sleep(1); then(); burn(1); }
    async function start(then) { await sleep(1); work(then); }
    function first(then) { start(then); }
    function second(then) { start(then); }
    async function main() {
      work(() => first(() => second(() => { clear(); burn(2); })));
      await sleep(20);
    }`);
  expect(printedTable(profile, ['tsub', 'ttot'])).toBe(
    rows(`
      main 1 0 15
      main/work()/first()/second() 1 2 2
      work 1/0 1 3`),
  );
  const work = profileStats(profile).functions.find(({ name }) => name === 'work')!;
  const callers = work.callers.map(({ place, ncall, nactualcall, ttot }) => [
    place.name,
    ncall,
    nactualcall,
    ttot,
  ]);
  expect(callers).toEqual([['start', 1, 0, 3]]);
});
