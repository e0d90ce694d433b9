import { expect, test } from 'vitest';
import { printedParts } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/* What coroutines wait for, and what the thread does meanwhile. A unit of time is a nanosecond: `ms` of them make it idle. */

test('a coroutine that runs, then waits for the outside', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function load() { burn(2 * ms); await sleep(5 * ms); burn(3 * ms); }
    async function main() { await load(); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      load 3:42 0 0 0 5000000
      main 4:28 3000000 0 0 5000000 (load 1 8000000)`),
  );
});

test('ready: another one holds the loop between the end of what is awaited and the resumption', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function get() { await sleep(5 * ms); soon(() => burn(30 * ms)); }
    async function main() { await get(); burn(ms); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      get 3:27 0 0 0 5000000
      main 4:28 0 30000000 0 5000000 (get 1 35000000)`),
  );
});

test('busy: a timer behind computing, after the thread was idle; and one that nobody delayed', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function late() { await sleep(20 * ms); }
    async function early() { await sleep(5 * ms); burn(100 * ms); }
    async function main() { const both = [late(), early()]; await both[0]; await both[1]; }`);
  // early() runs from 5 to 105; what was due at 20 can have come too late by 100 at most.
  expect(printedParts(profile)).toBe(
    rows(`
      early 4:29 0 0 0 5000000
      late 3:28 0 0 100000000 5000000
      main 5:60 0 0 100000000 5000000
      main 5:75 0 0 0 0`),
  );
});

test('what an awaited coroutine has created runs for its awaiter, however deep; what others do is in the way', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function leaf() { await sleep(2 * ms); burn(3 * ms); }
    async function pair() { await Promise.all([leaf(), leaf()]); }
    async function top() { await pair(); burn(ms); }
    async function other() { await sleep(2 * ms); burn(10 * ms); }
    async function main() { other(); await top(); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      leaf 3:28 0 0 23000000 4000000
      main 7:37 7000000 0 10000000 2000000 (top 1 19000000)
      other 6:29 0 0 0 2000000
      pair 4:28 0 0 16000000 2000000
      top 5:27 6000000 0 10000000 2000000 (pair 1 18000000)`),
  );
});

test('awaited methods, imports by another name, steps of generators; a coroutine that ends at once', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    class Store { async get() { await sleep(ms); burn(ms); } async #put() { burn(ms); } async put() { await this.#put(); } }
    async function* numbers() { for (let n = 1; n < 3; n++) { await sleep(n * ms); burn(2 * ms); yield n; } }
    async function main() {
      const store = new Store();
      await store.get();
      await store?.['put']();
      for await (const n of numbers()) burn(ms);
      const all = numbers();
      await (all.next());
    }`);
  expect(printedParts(profile)).toBe(
    rows(`
      Store.get 3:32 0 0 0 1000000
      Store.put 3:102 0 0 0 0 (Store.#put 1 0)
      main 11:6 2000000 0 0 1000000 (numbers 1 3000000)
      main 7:6 1000000 0 0 1000000 (Store.get 1 2000000)
      main 8:6 0 0 0 0 (Store.put 1 0)
      main 9:6 4000000 0 0 3000000 (numbers 3 7000000)
      numbers 4:62 0 0 0 4000000`),
  );
});

test('nothing is guessed: stored promises, combinators, callbacks and what outlives the wait', async () => {
  const { profile } = await runProgram(
    `
    const ms = 1e6;
    async function work() { await sleep(3 * ms); burn(ms); }
    const run = (f) => { f(); return sleep(5 * ms); };
    const pool = { work: (f) => (f(), sleep(ms)) };
    async function main() {
      const stored = work();
      await stored;
      await Promise.race([work(), sleep(ms)]);
      await run(work);
      await pool.work(async function work() { await sleep(9 * ms); });
      await quiet(work());
    }`,
    { estimated: true },
  );
  expect(
    printedParts(profile)
      .split('\n')
      .filter((row) => row.includes('(')),
  ).toEqual([]);
});

test('one that seemed to await a callback is awaited all the same', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    const pool = { work: (f) => (f(), sleep(ms)) };
    async function outer() { await pool.work(async function work() { await sleep(9 * ms); }); burn(ms); }
    async function main() { await outer(); }`);
  expect(printedParts(profile).split('\n')).toContain('main 5:28 1000000 0 0 1000000 (outer 1 2000000)');
});

test('a lock held across an await, a pool of two with five takers', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    let free = 2;
    const waiting = [];
    async function take() { if (free > 0) free--; else await new Promise((resolve) => waiting.push(resolve)); }
    function give() { const next = waiting.shift(); if (next) next(); else free++; }
    async function job() { await take(); await sleep(10 * ms); burn(ms); give(); }
    async function main() { await Promise.all([job(), job(), job(), job(), job()]); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      job 7:27 0 0 4000000 41000000 (take 5 45000000)
      job 7:41 0 0 2000000 49000000
      main 8:28 0 0 1000000 32000000
      take 5:55 0 0 4000000 41000000`),
  );
});

test('rejected ones in a loop that tries again have parts too', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function send(n) { await sleep(n * ms); burn(ms); if (n < 3) throw new Error('no'); }
    async function main() { for (let n = 1; ; n++) try { await send(n); break; } catch { burn(ms); } }`);
  expect(printedParts(profile)).toBe(
    rows(`
      main 4:57 3000000 0 0 6000000 (send 3 9000000)
      send 3:29 0 0 0 6000000`),
  );
});

test('cleared while it waits: what was before does not count', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function load() { await sleep(2 * ms); burn(3 * ms); clear(); burn(4 * ms); await sleep(ms); burn(ms); }
    async function main() { await load(); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      load 3:86 0 0 0 1000000
      main 4:28 5000000 0 0 1000000 (load 1 6000000)`),
  );
});

test('whatever is pending has no parts yet', async () => {
  const { profile } = await runProgram(`
    const ms = 1e6;
    async function hang() { await sleep(2 * ms); burn(3 * ms); await new Promise(() => {}); }
    async function main() { hang(); const end = sleep(9 * ms); stopLater(); await hang(); }
    function stopLater() { later(7 * ms, () => stop()); }`);
  expect(printedParts(profile)).toBe(
    rows(`
      hang 3:28 0 0 3000000 4000000
      hang 3:63 0 0 0 3000000
      main 4:76 0 0 0 8000000`),
  );
});
