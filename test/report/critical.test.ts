/* Critical paths under the fake clock, by hand: a unit of time is a nanosecond, times are shown in milliseconds. */
import { describe, expect, test } from 'vitest';
import { criticalPath, type CriticalPath, type PathOptions } from '../../report/src/critical/path.ts';
import { criticalJson } from '../../report/src/json/critical-json.ts';
import { criticalTable } from '../../report/src/tables/critical-table.ts';
import { MS, recordTimeline, timelineOf, type RecordOptions } from '../support/timelines.ts';
import { rows } from '../support/virtual-tables.ts';

async function pathOf(
  source: string,
  options: Partial<PathOptions> = { coroutine: 'main' },
  recording: RecordOptions = {},
): Promise<CriticalPath> {
  const timeline = timelineOf(await recordTimeline(source, { threshold: MS, ...recording }));
  const path = criticalPath(timeline, { cwd: '/', ...options });
  let at = path.pieces[0]!.from;
  for (const { from, to } of path.pieces) {
    expect(from).toBe(at);
    expect(to).toBeGreaterThan(from);
    at = to;
  }
  expect(at - path.pieces[0]!.from).toBe(path.of.wall);
  for (const { most } of path.gains) expect(most).toBeLessThanOrEqual(path.of.wall);
  return path;
}

/** `state name line from-to` of each piece, then `name most` of each gain. */
function printed({ pieces, gains }: CriticalPath): string {
  const lines = pieces.map(
    ({ state, name, line, from, to }) => `${state} ${name} ${line} ${from / MS}-${to / MS}`,
  );
  return [...lines, ...gains.map(({ name, most }) => `${name} ${most / MS}`)].join('\n');
}

const path = async (source: string, options?: Partial<PathOptions>): Promise<string> =>
  printed(await pathOf(source, options));

describe('what a coroutine waits for', () => {
  test('Promise.all goes on with the last to settle; no more is gained than until the next would be last', async () => {
    expect(
      await path(`
        async function quick() { await sleep(10 * ms); burn(ms); }
        async function slow() { await sleep(30 * ms); burn(ms); }
        async function middle() { await sleep(25 * ms); burn(ms); }
        async function main() {
          burn(2 * ms); await Promise.all([quick(), slow(), middle()]); burn(ms);
        }`),
    ).toBe(
      rows(`
        running main 6 0-2
        waiting slow 4 2-32
        running slow 4 32-33
        running main 6 33-34
        slow 5
        main 3`),
    );
  });

  test('Promise.race goes on with the first; its losers take nothing', async () => {
    expect(
      await path(`
        async function quick() { await sleep(5 * ms); burn(ms); }
        async function slow() { await sleep(50 * ms); }
        async function main() { await Promise.race([slow(), quick()]); burn(ms); }`),
    ).toBe(
      rows(`
        waiting quick 3 0-5
        running quick 3 5-6
        running main 5 6-7
        quick 6
        main 1`),
    );
  });

  test('a diamond: what both branches wait for gains with both of them', async () => {
    expect(
      await path(`
        async function load() { await sleep(10 * ms); burn(2 * ms); }
        async function left(loaded) { await loaded; await sleep(5 * ms); }
        async function right(loaded) { await loaded; await sleep(20 * ms); burn(ms); }
        async function main() { const loaded = load(); await Promise.all([left(loaded), right(loaded)]); }`),
    ).toBe(
      rows(`
        waiting load 3 0-10
        running load 3 10-12
        waiting right 5 12-32
        running right 5 32-33
        right 16
        load 12`),
    );
  });

  test('a lock held across an await: waiting where the lock is waited for', async () => {
    const source = `
      let held = false;
      const queue = [];
      async function acquire() { if (held) await new Promise((resolve) => queue.push(resolve)); held = true; }
      function release() { held = false; queue.shift()?.(); }
      async function work(n) { await acquire(); await sleep(n * ms); burn(ms); release(); }
      async function main() { await Promise.all([work(20), work(5)]); }`;
    expect(await path(source)).toBe(
      rows(`
        waiting acquire 5 0-21
        waiting work 7 21-26
        running work 7 26-27
        work 7
        acquire 6`),
    );
  });

  test('a pool of 2 with 5 takers: the last one, and what it waited in turn', async () => {
    expect(
      await path(`
        let free = 2;
        const queue = [];
        async function take() { if (free === 0) await new Promise((resolve) => queue.push(resolve)); else free--; }
        function give() { if (queue.length > 0) queue.shift()(); else free++; }
        async function query(n) { await take(); await sleep(n * ms); burn(ms); give(); }
        async function main() { await Promise.all([10, 20, 30, 10, 10].map((n) => query(n))); }`),
    ).toBe(
      // 10: 0-11, 20: 0-21, 30: 11-42, 10: 21-32, 10: 32-43.
      rows(`
        waiting take 5 0-32
        waiting query 7 32-42
        running query 7 42-43
        query 12
        take 12`),
    );
  });

  test('a loop that tries again: each attempt after the other', async () => {
    expect(
      await path(`
        async function attempt(n) { burn(ms); if (n < 3) await fail(5 * ms, 'no'); await sleep(2 * ms); }
        async function main() {
          for (let n = 1; ; n++) try { await attempt(n); break; } catch { burn(2 * ms); }
        }`),
    ).toBe(
      rows(`
        running attempt 3 0-1
        waiting attempt 3 1-6
        running main 4 6-8
        running attempt 3 8-9
        waiting attempt 3 9-14
        running main 4 14-16
        running attempt 3 16-17
        waiting attempt 3 17-19
        attempt 15
        main 4`),
    );
  });

  test('one that holds the loop keeps another from going on, and has the gain', async () => {
    expect(
      await path(`
        async function quick() { await sleep(10 * ms); }
        async function main() { soonAfter(10, hog); await quick(); burn(ms); }
        function hog() { burn(50 * ms); }
        function soonAfter(n, f) { later(n * ms, () => Promise.resolve().then(f)); }`),
    ).toBe(
      rows(`
        waiting quick 3 0-60
        running main 4 60-61
        quick 60
        hog 50
        main 1`),
    );
    expect(
      await path(`
        async function quick() { await sleep(10 * ms); soon(hog); }
        async function main() { await quick(); burn(ms); }
        function hog() { burn(50 * ms); }`),
    ).toBe(
      rows(`
        waiting quick 3 0-10
        ready main 4 10-60
        running main 4 60-61
        hog 50
        quick 10
        main 1`),
    );
  });

  test('a stored promise is followed where only one coroutine can have settled it', async () => {
    expect(
      await path(`
        async function other() { await sleep(3 * ms); }
        async function stored() { await sleep(10 * ms); burn(2 * ms); }
        async function main() { const promise = stored(); await other(); await promise; burn(ms); }`),
    ).toBe(
      rows(`
        waiting other 3 0-3
        waiting stored 4 3-10
        running stored 4 10-12
        running main 5 12-13
        stored 9
        other 3
        main 1`),
    );
  });

  test('what is not ours stays a wait, also where a coroutine ends meanwhile', async () => {
    expect(
      await path(`
        async function other() { await sleep(3 * ms); burn(ms); }
        async function main() { other(); await sleep(10 * ms); await Promise.all([sleep(10 * ms), other()]); }`),
    ).toBe(
      rows(`
        waiting main 4 0-20
        main 20`),
    );
  });

  test('an async generator settles each time that it hands a value on', async () => {
    expect(
      await path(`
        async function* numbers() { for (const n of [5, 7]) { await sleep(n * ms); burn(ms); yield n; } }
        async function main() { for await (const n of numbers()) burn(2 * ms); }`),
    ).toBe(
      rows(`
        waiting numbers 3 0-5
        running numbers 3 5-6
        running main 4 6-8
        waiting numbers 3 8-15
        running numbers 3 15-16
        running main 4 16-18
        numbers 14
        main 4`),
    );
  });

  test('calls that are in the timeline have their own pieces', async () => {
    expect(
      await path(`
        function parse() { burn(3 * ms); check(); }
        function check() { burn(2 * ms); }
        async function read() { burn(ms); parse(); await sleep(ms); }
        async function main() { await read(); }`),
    ).toBe(
      rows(`
        running read 5 0-1
        running parse 3 1-4
        running check 4 4-6
        waiting read 5 6-7
        parse 3
        check 2
        read 2`),
    );
  });
});

describe('of which', () => {
  const JOBS = `
    async function job(n) { await sleep(n * ms); burn(ms); }
    async function main() {
      burn(3 * ms);
      await tag('user', () => job(5)); await tag('user', () => job(20)); await tag('other', () => job(50));
    }`;

  test('the slowest request, where there are any: of what runs under its tag', async () => {
    const found = await pathOf(JOBS, {});
    expect(found.of).toEqual({ name: 'other', wall: 51 * MS });
    expect(printed(found)).toBe(
      rows(`
        waiting job 3 30-80
        running job 3 80-81
        job 51`),
    );
  });

  test('the slowest of a tag', async () => {
    const found = await pathOf(JOBS, { tag: 'user' });
    expect(found.all).toBe(2);
    expect(printed(found)).toBe(
      rows(`
        waiting job 3 9-29
        running job 3 29-30
        job 21`),
    );
  });

  test('all of a tag, added up', async () => {
    const found = await pathOf(JOBS, { tag: 'user', all: true });
    expect(found.of).toEqual({ name: 'user', wall: 27 * MS });
    expect(printed(found)).toBe(
      rows(`
        waiting job 3 0-25
        running job 3 25-27
        job 27`),
    );
  });

  test('one that has not ended, only where no other has', async () => {
    const found = await pathOf(
      'async function main() { burn(ms); await new Promise(() => undefined); } later(9e6, () => ended()); function ended() { burn(ms); }',
    );
    expect(found.hasEnded).toBe(false);
    expect(printed(found)).toBe(
      rows(`
        running main 2 0-1
        waiting main 2 1-10
        main 10`),
    );
  });

  test('threads and processes: its own, on the axis of all', async () => {
    const one = await recordTimeline('async function main() { burn(2 * ms); }', { origin: 5 * MS });
    const other = await recordTimeline(
      'async function work() { burn(ms); }\nasync function main() { await work(); }',
      {
        origin: 12 * MS,
      },
    );
    const found = criticalPath(timelineOf(one, other), { cwd: '/', coroutine: 'work' });
    expect(printed(found)).toBe('running work 2 7-8\nwork 1');
  });

  test.each([
    [{ coroutine: 'nobody' }, 'no coroutine is called "nobody"; there are: "job", "main"'],
    [{ tag: 'nobody' }, 'no tag is called "nobody"; there are: "other", "user"'],
  ])('%j', async (options, message) => {
    const timeline = timelineOf(await recordTimeline(JOBS));
    expect(() => criticalPath(timeline, { cwd: '/', ...options })).toThrow(message);
  });
});

describe('shown', () => {
  const SOURCE = `
    async function quick() { await sleep(10 * ms); burn(ms); }
    async function slow() { await sleep(30 * ms); burn(ms); }
    async function main() { burn(2 * ms); await Promise.all([quick(), slow()]); burn(ms); }`;

  test('as JSON', async () => {
    expect(JSON.parse([...criticalJson(await pathOf(SOURCE))].join(''))).toEqual({
      unit: 's',
      of: { name: 'main', wall: 0.034 },
      pieces: [
        { state: 'running', name: 'main', file: 'program', line: 5, from: 0, to: 0.002 },
        { state: 'waiting', name: 'slow', file: 'program', line: 4, from: 0.002, to: 0.032 },
        { state: 'running', name: 'slow', file: 'program', line: 4, from: 0.032, to: 0.033 },
        { state: 'running', name: 'main', file: 'program', line: 5, from: 0.033, to: 0.034 },
      ],
      gains: [
        { name: 'slow', file: 'program', line: 4, most: 0.02 },
        { name: 'main', file: 'program', line: 5, most: 0.003 },
      ],
    });
  });

  test('as a table that fits 80 columns and says what to look at first', async () => {
    const table = criticalTable(await pathOf(SOURCE), { width: 80 });
    for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(table).toBe(
      [
        'critical path of main: 34.0 ms, from 0 on in main',
        '',
        'state          at     time  share                    function  place',
        'running        +0  2.00 ms     6%  █                 main      program:5',
        'waiting  +2.00 ms  30.0 ms    88%   ░░░░░░░░░░░░░░   slow      program:4',
        'running  +32.0 ms  1.00 ms     3%                 █  slow      program:4',
        'running  +33.0 ms  1.00 ms     3%                 █  main      program:5',
        '',
        'most to gain  share  function  place',
        '     20.0 ms    59%  slow      program:4',
        '     3.00 ms     9%  main      program:5',
        '',
        'look first at slow (program:4): it runs 1.00 ms, waits 30.0 ms of 34.0 ms,',
        '  and would save up to 20.0 ms if it took no time',
        '',
      ].join('\n'),
    );
    expect(criticalTable(await pathOf(SOURCE), { limit: 1 })).toContain(
      '3 shorter pieces in between: 4.00 ms (--limit 4 shows all)',
    );
  });

  test('names are text, whatever is in them', async () => {
    const timeline = timelineOf(
      await recordTimeline('async function main() { await tag("\\x1b[31m", () => sleep(ms)); }'),
    );
    const found = criticalPath(timeline, { cwd: '/' });
    expect(criticalTable(found, {})).not.toContain('\x1b');
  });
});
