/** Promises that functions return without being async: what is told of them beside the calls. */
import { describe, expect, it } from 'vitest';
import { awaitStats } from '../../runtime/src/profile/await-stats.ts';
import { coroutineStats } from '../../runtime/src/profile/coroutine-stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { printedTable } from '../support/printed-table.ts';
import { runProgram, type RunOptions } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

const run = (source: string, options: RunOptions = {}) => runProgram(source, { promises: true, ...options });

/** A line for each function: started, fulfilled, rejected, pending, wall, tsub, twait. */
function printed(profile: Profile): string {
  const lines = coroutineStats(profile)
    .filter(({ kind }) => kind === 'promise')
    .map(({ name, started, fulfilled, rejected, pending, wall, tsub, twait }) =>
      [name, started, fulfilled, rejected, pending, wall, tsub, twait].join(' '),
    );
  return rows(`\n${lines.sort().join('\n')}`);
}

/** What each await of a function has waited for, and for how long it was ready. */
const awaited = (profile: Profile): string[] =>
  awaitStats(profile).map(
    ({ awaited, wait, ready, rejected }) =>
      `${awaited.map(({ name, count }) => `${name} ${count}`).join()}: ${wait} ${ready} ${rejected}`,
  );

describe('promises of functions', () => {
  it('live from the call until they settle, and are what is awaited', async () => {
    const { profile } = await run(`
      function inner() { burn(1); }
      function load(ms) { burn(2); inner(); return sleep(ms).then((v) => { burn(1); return v; }); }
      async function main() { await load(10); await Promise.all([load(20), load(5)]); }`);
    expect(printed(profile)).toBe(rows('load 3 3 0 0 47 6 38'));
    const [load] = coroutineStats(profile).filter(({ kind }) => kind === 'promise');
    expect(load!.slowest.map(({ at, wall, tsub, twait }) => [at, wall, tsub, twait])).toEqual([
      [14, 24, 2, 21],
      [0, 14, 2, 11],
      [17, 9, 2, 6],
    ]);
    expect(load).toMatchObject({ path: ['main', 'load'], max: 24, p50: 14, nsuspend: 0, returned: 0 });
    expect(awaited(profile)).toEqual(['load 1: 11 0 0', ': 18 0 0']);
  });

  it('change no figure of a function', async () => {
    const source = `
      function inner() { burn(1); return sleep(1); }
      const load = (ms) => (burn(2), inner().then(() => sleep(ms)));
      function fib(n) { burn(1); return n < 2 ? n : fib(n - 1) + fib(n - 2); }
      async function main() { fib(5); await load(10); const p = load(3); burn(5); await p; await inner(); }`;
    const columns = ['tsub', 'ttot', 'twait'] as const;
    const [followed, plain] = [await run(source), await runProgram(source)];
    expect(printedTable(followed.profile, columns)).toBe(printedTable(plain.profile, columns));
    expect(followed.profile.threads[0]!.edges).toEqual(plain.profile.threads[0]!.edges);
  });

  it('are told of where functions return some, of any form; not where these are async, or give something else', async () => {
    const { profile } = await run(`
      const wait = (ms) => ms > 0 ? sleep(ms) : null;
      class Pool {
        static open() { return new Promise((resolve) => later(2, resolve)); }
        get ready() { return sleep(3); }
        set ready(value) { return sleep(9); }
        constructor() { if (false) return sleep(9); }
      }
      const table = { row(ms) { return sleep(ms); } };
      function looks() { return thenable(1); }
      async function own() { return sleep(1); }
      function* gen() { return sleep(1); }
      async function main() {
        wait(0); await wait(4);
        const pool = new Pool();
        pool.ready = 1;
        await pool.ready; await Pool.open(); await table.row(5);
        await looks(); await own(); [...gen()];
      }`);
    expect(printed(profile)).toBe(
      rows(`
        Pool.get ready 1 1 0 0 3 0 3
        Pool.open 1 1 0 0 2 0 2
        table.row 1 1 0 0 5 0 5
        wait 1 1 0 0 4 0 4`),
    );
  });

  it('that have settled by then took as long as the call', async () => {
    const { profile } = await run(`
      const cached = Promise.resolve(1);
      function get() { burn(3); return cached; }
      async function main() { await sleep(5); await get(); get(); }`);
    expect(printed(profile)).toBe(rows('get 2 2 0 0 6 6 0'));
  });

  it('wait for those that they are resolved with', async () => {
    const { profile } = await run(`
      function adopt() { return new Promise((resolve) => resolve(sleep(7))); }
      function chain() { return Promise.resolve().then(() => sleep(8)); }
      function never() { return new Promise((resolve) => resolve(new Promise(() => {}))); }
      async function main() { await adopt(); await chain(); never(); await sleep(5); }`);
    expect(printed(profile)).toBe(
      rows(`
        adopt 1 1 0 0 7 0 7
        chain 1 1 0 0 8 0 8
        chain/Promise.resolve().then() 1 1 0 0 8 0 8
        never 1 0 0 1 5 0 5`),
    );
  });

  it('that two functions return are both of theirs; the outer one is awaited', async () => {
    const { profile } = await run(`
      function query() { burn(1); return sleep(10); }
      function find() { burn(2); return query(); }
      async function main() { await find(); }`);
    expect(printed(profile)).toBe(rows('find 1 1 0 0 13 2 10\nquery 1 1 0 0 11 1 10'));
    expect(awaited(profile)).toEqual(['find 1: 10 0 0']);
  });

  it('are ready until what awaits them goes on', async () => {
    const { profile } = await run(`
      function load() { return new Promise((resolve) => later(10, () => { resolve(); hog(); })); }
      function hog() { burn(4); }
      async function one(p) { await load(); }
      async function main() { await one(); }`);
    expect(awaited(profile)).toEqual(['load 1: 14 4 0', 'one 1: 14 0 0']);
  });

  it('are ready for each of those that await them', async () => {
    const { profile } = await run(`
      let shared;
      function load() { return shared ??= sleep(10); }
      async function user(ms) { await sleep(ms); await load(); burn(2); }
      async function main() { await Promise.all([user(1), user(2), user(20)]); }`);
    const load = awaitStats(profile).find(({ awaited }) => awaited.length > 0);
    expect(load).toMatchObject({ wait: 10 + 9 + 2, ready: 2, awaited: [{ name: 'load', count: 3 }] });
    expect(printed(profile)).toBe(rows('load 3 3 0 0 19 0 19'));
  });

  it('are rejected where an await of them throws', async () => {
    const { profile } = await run(`
      function load(ms) { return fail(ms, 'gone'); }
      function handled(ms) { return fail(ms, 'gone'); }
      async function main() {
        try { await load(5); } catch {}
        const stored = quiet(load(3));
        await sleep(8);
        await stored.catch(() => {});
        try { await stored; } catch {}
        await handled(2).catch(() => {});
        await load(4);
      }`);
    expect(printed(profile)).toBe(rows('handled 1 0 1 0 2 0 2\nload 3 0 3 0 12 0 12'));
    const [load] = coroutineStats(profile).filter(({ name }) => name === 'load');
    expect(load!.slowest.map(({ wall, state }) => [wall, state])).toEqual([
      [5, 'rejected'],
      [4, 'rejected'],
      [3, 'rejected'],
    ]);
  });

  it('that have not settled are pending, and what is suspended waits for them', async () => {
    const { snapshots } = await run(`
      function load() { burn(1); return sleep(10); }
      async function user() { await load(); }
      async function main() { later(4, snapshot); await user(); }`);
    const [snapshot] = snapshots;
    expect(printed(snapshot!)).toBe(rows('load 1 0 0 1 4 1 3'));
    const stats = coroutineStats(snapshot!);
    expect(stats.find(({ name }) => name === 'user')!.suspended[0]!.waitsFor!.name).toBe('load');
    expect(stats.find(({ name }) => name === 'load')!.slowest[0]!.state).toBe('pending');
  });

  it('count only where the function has returned them', async () => {
    const { profile } = await run(`
      function overridden() { try { return sleep(1); } finally { return 1; } }
      function thrown() { try { return sleep(2); } finally { throw new Error('thrown'); } }
      function gone() { for (;;) { try { return sleep(3); } finally { break; } } }
      function caught() { try { try { return sleep(4); } finally { fault(); } } catch { return 1; } }
      function closed() {
        const list = { [Symbol.iterator]: () => ({ next: () => ({ value: 1 }), return: fault }) };
        try { for (const one of list) return sleep(5); } catch { burn(1); }
      }
      function fault() { throw new Error('fault'); }
      function other() { try { return sleep(6); } finally { return sleep(7); } }
      function cleaned() { try { return sleep(8); } finally { burn(1); other(); } }
      function nested() { try { throw 1; } catch { return sleep(9); } finally { try { fault(); } catch { burn(1); } } }
      async function main() {
        overridden(); gone(); caught(); closed(); cleaned(); nested();
        try { thrown(); } catch {}
        await sleep(20);
      }`);
    expect(printed(profile)).toBe(
      rows(`
        cleaned 1 1 0 0 8 1 7
        nested 1 1 0 0 9 1 8
        other 1 1 0 0 7 0 7`),
    );
  });

  it('are forgotten by a clear, and live on while profiling is off', async () => {
    const { profile, snapshots } = await run(`
      function load(ms) { return sleep(ms); }
      async function main() {
        load(10); load(20);
        await sleep(5);
        clear();
        load(4); load(15);
        await sleep(10);
        snapshot();
        stop();
        await sleep(10);
        start();
        load(2);
        await sleep(10);
      }`);
    expect(printed(snapshots[0]!)).toBe(rows('load 2 1 0 1 14 0 14'));
    expect(printed(profile)).toBe(rows('load 3 3 0 0 16 0 16'));
  });

  it('can be read from a file', async () => {
    const { profile } = await run(`
      function load(ms) { return sleep(ms); }
      async function main() { await load(3); }`);
    const again = parseProfile(JSON.stringify(profile));
    expect(coroutineStats(again)).toEqual(coroutineStats(profile));
  });

  it('nothing of a promise is looked up or called', async () => {
    const { output } = await run(`
      function watched() {
        const promise = sleep(3, 'value');
        for (const key of ['then', 'constructor']) Object.defineProperty(promise, key, { get() { log(key); return Promise.prototype[key]; } });
        return promise;
      }
      class Slow extends Promise { static get [Symbol.species]() { log('species'); return Promise; } }
      function slow() { return new Slow((resolve) => resolve(1)); }
      function proxied() { return new Proxy(sleep(1), { get() { log('get'); }, getPrototypeOf() { log('proto'); return null; } }); }
      async function main() { watched(); slow(); proxied(); log('awaits'); await watched(); log(await slow()); }`);
    expect(output).toContain('0.0 awaits');
    expect(output.indexOf('0.0 awaits')).toBe(0);
  });
});
