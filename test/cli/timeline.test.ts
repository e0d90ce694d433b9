/** Timelines as `tsprof run` writes them: whose slices are in them, what is left of killed runs, what is said of bad input. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { COLLECTION, slicesIn, eventsIn, openTimeline, type Timeline } from '@tsprof/runtime/timeline';
import { TSPROF, copyProjects, removeProjects, runNode } from './projects.ts';

let projects: string;
let cwd: string;

beforeEach(() => {
  projects = copyProjects();
  cwd = join(projects, 'timeline');
  return () => removeProjects(projects);
});

const run = (...args: readonly string[]) => runNode([TSPROF, 'run', '--quiet', ...args], { cwd });

function timelineIn(file: string): Timeline {
  const bytes = readFileSync(file);
  return openTimeline([{ name: file, size: bytes.length, read: (at, n) => bytes.subarray(at, at + n) }]);
}

/** The names of the functions that a thread has slices of, and how many. */
function sliceCounts({ lanes }: Timeline, thread: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { info, slices, sites } of lanes)
    if (info.name === thread)
      for (const block of slices)
        slicesIn(block, ({ site }) => {
          const name = sites.get(site)![1];
          counts[name] = (counts[name] ?? 0) + 1;
        });
  return counts;
}

test('one file for all processes and threads of a run, on one axis', async () => {
  expect(await run('--timeline', 'family.mjs')).toMatchObject({ code: 0, stderr: '' });
  const timeline = timelineIn(join(cwd, 'profile.tsprof.timeline'));
  expect(timeline.isCut).toBe(false);
  expect(timeline.lanes.map(({ info }) => info.name).sort()).toEqual([
    'child family.mjs',
    'main',
    'worker 1',
  ]);
  for (const { info } of timeline.lanes)
    // It waits once, and ends.
    expect(sliceCounts(timeline, info.name)).toMatchObject({ work: 2 });
  const [main, ...others] = timeline.lanes.toSorted((a, b) => a.offset - b.offset);
  expect([main!.info.name, main!.offset]).toEqual(['main', 0]);
  for (const { offset } of others) expect(offset).toBeGreaterThan(0);
});

test('without --timeline there is none, and that of an earlier run goes with its profile', async () => {
  const file = join(cwd, 'profile.tsprof.timeline');
  await run('--timeline', 'family.mjs');
  expect(existsSync(file)).toBe(true);
  await run('family.mjs');
  expect(existsSync(file)).toBe(false);
});

test.each([
  ['self', 'SIGTERM', false],
  ['self', 'SIGKILL', false],
  ['all', 'SIGKILL', true],
])('of a program that is killed: %s by %s', async (victims, signal, isCut) => {
  expect(await run('--timeline', 'endless.mjs', victims, signal)).toMatchObject({ signal });
  // Where the command was killed, too, nothing has joined what processes have left.
  const folder = isCut ? readdirSync(cwd).find((name) => name.includes('.partial-'))! : '.';
  const name = readdirSync(join(cwd, folder)).find((file) => file.endsWith('.timeline'))!;
  const timeline = timelineIn(join(cwd, folder, name));
  expect(timeline.isCut).toBe(isCut);
  expect(sliceCounts(timeline, 'main')['turn']).toBeGreaterThan(10);
  const events = timeline.lanes.flatMap(({ events }) => events.flatMap(eventsIn));
  expect(events.some(({ kind }) => kind === COLLECTION)).toBe(true);
});

describe('tsprof critical', () => {
  const critical = (...args: readonly string[]) => runNode([TSPROF, 'critical', ...args], { cwd });

  test('of a run: the chain of a coroutine, in seconds, and a table', async () => {
    await run('--timeline', 'family.mjs');
    const { stdout } = await critical('--coroutine', 'work', '--thread', 'main', '--json', 'profile.tsprof');
    const { unit, of, pieces } = JSON.parse(stdout) as {
      unit: string;
      of: { name: string; wall: number };
      pieces: { state: string; name: string; file: string; line: number; from: number; to: number }[];
    };
    expect([unit, of.name]).toEqual(['s', 'work']);
    expect(of.wall).toBeGreaterThan(0);
    const waits = pieces.filter(({ state }) => state === 'waiting');
    expect(waits).toMatchObject([{ name: 'work', file: 'family.mjs', line: 9 }]);
    expect(pieces.at(-1)!.to - pieces[0]!.from).toBeCloseTo(of.wall, 9);
    const table = await critical('profile.tsprof.timeline');
    expect(table.stdout).toMatch(/^critical path of /);
    expect(table.stdout).toMatch(/^look first at /m);
  });

  test.each([
    [
      ['no.tsprof'],
      'tsprof: no.tsprof has no timeline (no.tsprof.timeline). Record one by tsprof run --timeline.\n',
    ],
    [
      ['no.timeline'],
      'tsprof: cannot read no.timeline: there is no such file or directory. Name a profile that tsprof run wrote.\n',
    ],
    [['odd.timeline'], 'tsprof: odd.timeline: it is no timeline of tsprof\n'],
    [
      ['--tag', 'a', '--coroutine', 'b', 'odd.timeline'],
      /^error: option '--tag <name>' cannot be used with option '--coroutine <name>'|cannot be used/,
    ],
  ])('%s', async (args, line) => {
    writeFileSync(join(cwd, 'odd.timeline'), 'something else, and longer than a head');
    const { code, stderr, stdout } = await critical(...args);
    expect([code, stdout]).toEqual([2, '']);
    if (typeof line === 'string') expect(stderr).toBe(line);
    else expect(stderr).toMatch(line);
  });
});

describe('what cannot be', () => {
  test.each([
    [
      ['--timeline', '--clock', 'none'],
      'tsprof: --timeline needs wall time, but --clock is none. Leave --clock out, or use observed or exact.\n',
    ],
    [['--timeline-threshold', '1'], 'tsprof: --timeline-threshold is for --timeline, which was not given\n'],
    [
      ['--timeline', '--timeline-threshold', 'x'],
      'tsprof: --timeline-threshold is "x", but milliseconds are expected\n',
    ],
    [
      ['--timeline', '-o', '/dev/null'],
      'tsprof: --timeline needs a profile in a file, which /dev/null is not. Name one with -o.\n',
    ],
  ])('%s', async (args, line) => {
    expect(await run(...args, 'family.mjs')).toMatchObject({ code: 2, stderr: line });
  });

  test('a timeline of something else in its place is replaced', async () => {
    writeFileSync(join(cwd, 'profile.tsprof.timeline'), 'no timeline');
    expect(await run('--timeline', 'family.mjs')).toMatchObject({ code: 0, stderr: '' });
    expect(timelineIn(join(cwd, 'profile.tsprof.timeline')).lanes).toHaveLength(3);
  });
});
