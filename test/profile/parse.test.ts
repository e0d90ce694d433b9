import { gzipSync } from 'node:zlib';
import {
  awaitStats,
  requestStats,
  ProfileError,
  VERSION,
  checkProfile,
  parseProfile,
} from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { describe, expect, it } from 'vitest';
import { NO_AWAITED } from '../../runtime/src/profile/suspensions.ts';
import { call, chain, profileOf, withThreads } from './support/build.ts';

const good = withThreads(
  profileOf([call('a', 4, chain(['b', 3], ['a', 1])), call('b', 2)]),
  { id: '1.0', health: { gap: 2.5 }, notes: ['slow'], anomalies: { leaveWithoutEnter: 1 } },
  { id: '1.1' },
);

/** The same, with a wait of `a` and one of `b`. */
const suspended: Profile = {
  ...good,
  places: { site: [0, 1], line: [3, 9], column: [4, 0], kind: ['await', 'yield*'] },
  threads: good.threads.map((thread) => ({
    ...thread,
    suspensions: {
      ...{ edge: [0, 1], place: [0, 1], parked: [0, 1], count: [3, 1], pending: [1, 0] },
      ...{ rejected: [1, 0], time: [12, 5], longest: [7, 5] },
    },
    lengths: { suspension: [0, 0, 1], bin: [2, 3, 5], count: [1, 1, 1] },
    awaited: {
      ...{ suspension: [0, 0], site: [1, -1], count: [1, 1] },
      ...{ time: [2, 3], running: [1, 0], ready: [0.5, 0], busy: [0, 2] },
    },
  })),
};

/** The same, with memory that was watched. */
const watched: Profile = {
  ...good,
  threads: good.threads.map((thread) => ({
    ...thread,
    memory: {
      ...{ interval: 32_768, collected: true, taken: 1, own: 5 },
      nodes: { site: [-1, 0, 1], parent: [-1, 0, 1], bytes: [7, 40, 2], samples: [1, 3, 1] },
      heap: { time: [0, 1.5], used: [3, 4], total: [8, 8], external: [0, 1] },
      collections: { kind: [1], count: [2], time: [3.5], longest: [2] },
    },
  })),
};

/** The profile's text with one value replaced, by the way to it; undefined takes it away. */
function spoilt(way: string, value: unknown, profile = good): string {
  const document = JSON.parse(JSON.stringify(profile)) as Record<string, unknown>;
  const steps = way.split('.');
  const last = steps.pop()!;
  const holder = steps.reduce((holder, step) => holder[step] as Record<string, unknown>, document);
  holder[last] = value;
  return JSON.stringify(document);
}

function complaint(source: string | Uint8Array): string {
  try {
    parseProfile(source, 'x.tsprof');
  } catch (error) {
    expect(error).toBeInstanceOf(ProfileError);
    return (error as ProfileError).message;
  }
  return 'nothing';
}

describe('a good profile', () => {
  it('comes back as it was', () => {
    expect(parseProfile(JSON.stringify(good))).toEqual(good);
    expect(parseProfile(new TextEncoder().encode(JSON.stringify(good)))).toEqual(good);
    expect(checkProfile(structuredClone(good))).toEqual(good);
  });

  it('may have fields that we do not know', () => {
    const more = spoilt('threads.0.edges.later', [1, 2, 3]).replace('{', '{"more":{"a":1},');
    expect(parseProfile(more)).toEqual(good);
    expect(parseProfile(spoilt('threads.0.health.later', 1))).toEqual(good);
  });

  it('may be of version 1, which has one column of waiting for functions and for pairs', () => {
    const old = JSON.parse(spoilt('version', 1)) as { threads: { edges: Record<string, number[]> }[] };
    const waits = good.threads.map(({ edges }) => edges.to.map((_, edge) => edge * 1000));
    old.threads.forEach((thread, at) => {
      delete thread.edges['wpair'];
      thread.edges['twait'] = waits[at]!;
    });
    const { version, threads } = parseProfile(JSON.stringify(old));
    expect(version).toBe(VERSION);
    expect(threads.map(({ edges }) => [edges.twait, edges.wpair])).toEqual(waits.map((each) => [each, each]));
  });

  it('may be of version 2, which does not say where coroutines are suspended', () => {
    const old = JSON.parse(spoilt('version', 2)) as { places?: unknown; threads: Record<string, unknown>[] };
    delete old.places;
    for (const thread of old.threads) {
      delete thread['suspensions'];
      delete thread['lengths'];
      delete thread['awaited'];
    }
    expect(parseProfile(JSON.stringify(old))).toEqual(good);
  });

  it('may be of version 3, which does not say what was awaited', () => {
    const old = JSON.parse(JSON.stringify({ ...suspended, version: 3 })) as typeof suspended;
    const threads = old.threads.map(({ awaited: _, ...thread }) => thread);
    const read = parseProfile(JSON.stringify({ ...old, threads }));
    expect(read.threads.map(({ awaited }) => awaited)).toEqual([NO_AWAITED, NO_AWAITED]);
    expect(awaitStats(read).map(({ wait, idle, outside }) => [wait, idle, outside])).toEqual(
      awaitStats(suspended).map(({ wait, parked }) => [wait, wait, parked ? 0 : wait]),
    );
  });

  it('may be of version 4, which does not tell of requests', () => {
    const old = JSON.parse(JSON.stringify({ ...suspended, version: 4 })) as typeof suspended;
    const threads = old.threads.map(({ requests: _, requestLengths: __, ...thread }) => thread);
    const read = parseProfile(JSON.stringify({ ...old, threads }));
    expect(read.threads.map(({ requests }) => requests.edge)).toEqual([[], []]);
    expect(requestStats(read)).toEqual([]);
  });

  it('may say where coroutines are suspended, and for how long', () => {
    expect(parseProfile(JSON.stringify(suspended))).toEqual(suspended);
    expect(parseProfile(JSON.stringify(watched))).toEqual(watched);
  });

  it('may be of no thread, no file and no function', () => {
    const empty: Profile = { ...profileOf([]), cwd: null };
    expect(parseProfile(JSON.stringify(empty))).toEqual(empty);
    expect(parseProfile(JSON.stringify({ ...empty, threads: [] })).threads).toEqual([]);
  });

  it('may have a byte order mark', () => {
    const bytes = new TextEncoder().encode(`\ufeff${JSON.stringify(good)}`);
    expect(parseProfile(bytes)).toEqual(good);
  });
});

describe('what is no profile', () => {
  const text = JSON.stringify(good);

  it.each([
    ['', 'the file is empty'],
    [' \n', 'the file is empty'],
    ['hello', 'not a tsprof profile: it is not JSON'],
    ['\0\x01\x02', 'not a tsprof profile: it is not JSON'],
    ['[1]', 'not a tsprof profile: the document is no object'],
    ['{}', 'not a tsprof profile: its "format" is not "tsprof"'],
    ['{"format":"speedscope"}', 'not a tsprof profile: its "format" is not "tsprof"'],
    ['{"format":"tsprof"}', 'version is missing'],
    [text.slice(0, 400), 'the file is cut short: its JSON has no end'],
    [text.slice(0, -1), 'the file is cut short: its JSON has no end'],
  ])('%j', (source, expected) => {
    expect(complaint(source)).toMatch(`x.tsprof: ${expected}`);
  });

  it('JSON that is broken inside', () => {
    expect(complaint(text.replace('"files":', '"files"'))).toMatch(/^x\.tsprof: not valid JSON: [^\n]+$/);
  });

  it('gzip that nobody unzipped', () => {
    expect(complaint(gzipSync(text))).toBe('x.tsprof: gzipped; it must be unzipped first');
  });

  it.each([[null], [[]], [7], ['x'], [undefined]])('the document %j', (document) => {
    expect(() => checkProfile(document, 'x')).toThrow('x: not a tsprof profile: the document is no object');
  });
});

describe('a hostile profile gets one line', () => {
  it.each<[way: string, value: unknown, line: string]>([
    ['version', 6, 'version is 6, but this tsprof reads versions 1 to 5; a newer tsprof may read it'],
    ['version', '1', 'version is "1", but this tsprof reads versions 1 to 5; a newer tsprof may read it'],
    ['cwd', 5, 'cwd is 5, but a text or null is expected'],
    ['created', undefined, 'created is missing'],
    ['files', 'main.ts', 'files is "main.ts", but a list is expected'],
    ['files.0', 1, 'files[0] is 1, but a text is expected'],
    ['sites', null, 'sites is null, but an object is expected'],
    ['sites', [], 'sites is a list, but an object is expected'],
    ['sites.name', undefined, 'sites.name is missing'],
    ['sites.name.1', { toString: 1 }, 'sites.name[1] is an object, but a text is expected'],
    ['sites.line', [1], 'sites.line has 1 rows, but name has 2'],
    ['sites.line.0', -1, 'sites.line[0] is -1, but a whole number of 0 or more is expected'],
    ['sites.file.1', 1, 'sites.file[1] is 1, but there are 1 files'],
    ['sites.file.1', -2, 'sites.file[1] is -2, but -1 is the least here'],
    ['sites.kind.0', 'klass', 'sites.kind[0] is "klass", but one of function, async function, generator, '],
    ['threads', {}, 'threads is an object, but a list is expected'],
    ['threads.1', null, 'threads[1] is null, but an object is expected'],
    ['threads.1.id', '1.0', 'threads[1].id is "1.0", but another thread has that id'],
    ['threads.0.id', 'x'.repeat(1000), 'nothing'],
    ['threads.0.pid', '1', 'threads[0].pid is "1", but a whole number of 0 or more is expected'],
    ['threads.0.elapsed', -1, 'threads[0].elapsed is -1, but a finite time of 0 ns or more is expected'],
    ['threads.0.clock', 'toString', 'threads[0].clock is "toString", but one of observed, exact, cpu, none'],
    ['threads.0.health', null, 'threads[0].health is null, but an object is expected'],
    ['threads.0.health.x', 'y', 'threads[0].health."x" is "y", but a finite number is expected'],
    ['threads.0.notes', [1], 'threads[0].notes[0] is 1, but a text is expected'],
    ['threads.0.anomalies.x', 0.5, 'threads[0].anomalies."x" is 0.5, but a whole number of 0 or more is'],
    ['threads.0.nodes', { site: [], parent: [] }, 'threads[0].nodes is empty, but row 0 must be the root'],
    ['threads.0.nodes.site.0', 0, 'threads[0].nodes.site[0] is 0, but row 0 is the root, which has -1'],
    ['threads.0.nodes.site.1', -1, 'threads[0].nodes.site[1] is -1, but 0 is the least here'],
    ['threads.0.nodes.site.1', 2, 'threads[0].nodes.site[1] is 2, but there are 2 sites'],
    [
      'threads.0.nodes.parent.1',
      1,
      'threads[0].nodes.parent[1] is 1, but a parent comes before its children',
    ],
    [
      'threads.0.nodes.parent.2',
      3,
      'threads[0].nodes.parent[2] is 3, but a parent comes before its children',
    ],
    ['threads.0.edges.to.3', 40, 'threads[0].edges.to[3] is 40, but there are 4 nodes'],
    ['threads.0.edges.to.3', 0, 'threads[0].edges.to[3] is 0, but 1 is the least here'],
    ['threads.0.edges.from.0', 0.5, 'threads[0].edges.from[0] is 0.5, but a whole number is expected'],
    ['threads.0.edges.from.0', '0', 'threads[0].edges.from[0] is "0", but a whole number is expected'],
    [
      'threads.0.edges.from.1',
      3,
      'threads[0].edges row 1 leads from node 3 to 2, which is neither its child',
    ],
    ['threads.0.edges.tsub', [], 'threads[0].edges.tsub has 0 rows, but from has 4'],
    [
      'threads.0.edges.tsub.0',
      1e300,
      'threads[0].edges.tsub[0] is 1e+300, but a finite time of 0 ns or more',
    ],
    ['threads.0.edges.tsub.0', null, 'threads[0].edges.tsub[0] is null, but a finite time of 0 ns or more'],
    ['threads.0.edges.ncall.2', 1.5, 'threads[0].edges.ncall[2] is 1.5, but a whole number of 0 or more'],
    ['threads.0.edges.ncall.2', 2 ** 53, 'threads[0].edges.ncall[2] is 9007199254740992, but a whole number'],
  ])('%s = %j', (way, value, line) => {
    const said = complaint(spoilt(way, value));
    expect(said).toContain(line === 'nothing' ? line : `x.tsprof: ${line}`);
    expect(said).not.toContain('\n');
  });

  it('numbers beyond all numbers', () => {
    const text = spoilt('threads.0.rootSelf', 7777).replace('7777', '1e999');
    expect(complaint(text)).toContain('threads[0].rootSelf is Infinity, but a finite time');
  });

  it('long values are cut', () => {
    expect(complaint(spoilt('threads.0.clock', 'y'.repeat(1000))).length).toBeLessThan(150);
  });

  it('fields that are no fields', () => {
    const text = spoilt('threads.0.health', 'HERE').replace('"HERE"', '{"__proto__":{"a":1}}');
    expect(complaint(text)).toContain('threads[0].health."__proto__" is an object, but a finite number');
  });

  it('a file that ends anywhere', () => {
    const text = JSON.stringify(good);
    for (let end = 0; end < text.length; end++)
      expect(complaint(text.slice(0, end))).toMatch(/^x\.tsprof: [^\n]+$/);
  });
});

describe('suspensions that fit nothing get one line', () => {
  it.each<[way: string, value: unknown, line: string]>([
    [
      'places.kind.0',
      'sleep',
      'places.kind[0] is "sleep", but one of await, for await, await using, yield, yield* is',
    ],
    ['places.site.1', 2, 'places.site[1] is 2, but there are 2 sites'],
    ['threads.0.suspensions.edge.0', 99, 'threads[0].suspensions.edge[0] is 99, but there are '],
    ['threads.0.suspensions.place.0', 2, 'threads[0].suspensions.place[0] is 2, but there are 2 places'],
    [
      'threads.0.suspensions.place.0',
      1,
      'threads[0].suspensions.place[0] is a place of another function than that of',
    ],
    ['threads.0.suspensions.parked.1', 2, 'threads[0].suspensions.parked[1] is 2, but 0 or 1 is expected'],
    ['threads.0.suspensions.time', [1], 'threads[0].suspensions.time has 1 rows, but edge has 2'],
    ['threads.0.lengths.bin.0', 8192, 'threads[0].lengths.bin[0] is 8192, but there are 8192 bins'],
    [
      'threads.0.lengths.suspension.0',
      2,
      'threads[0].lengths.suspension[0] is 2, but there are 2 suspensions',
    ],
    [
      'threads.0.awaited.suspension.1',
      1,
      'threads[0].awaited.suspension[1] is 1, but that is parked at a yield',
    ],
    ['threads.0.awaited.site.0', 2, 'threads[0].awaited.site[0] is 2, but there are 2 sites'],
    ['threads.0.awaited.site.0', -2, 'threads[0].awaited.site[0] is -2, but -1 is the least here'],
    ['threads.0.awaited.busy.1', -1, 'threads[0].awaited.busy[1] is -1, but a finite time of 0 ns or more'],
  ])('%s = %j', (way, value, line) => {
    expect(complaint(spoilt(way, value, suspended))).toContain(`x.tsprof: ${line}`);
  });
});

describe('memory that fits nothing gets one line', () => {
  it.each([
    ['threads.0.memory', 7, 'threads[0].memory is 7, but an object is expected'],
    ['threads.0.memory.interval', -1, 'threads[0].memory.interval is -1, but a whole number of 0 or more'],
    ['threads.0.memory.own', undefined, 'threads[0].memory.own is missing'],
    ['threads.0.memory.nodes.site.0', 0, 'threads[0].memory.nodes.site[0] is 0, but'],
    ['threads.0.memory.nodes.site.1', 99, 'threads[0].memory.nodes.site[1] is 99, but there are'],
    ['threads.0.memory.nodes.parent.1', 1, 'threads[0].memory.nodes.parent[1] is 1, but'],
    ['threads.0.memory.nodes.bytes.2', 1.5, 'threads[0].memory.nodes.bytes[2] is 1.5, but'],
    ['threads.0.memory.nodes.samples', [1], 'threads[0].memory.nodes.samples has 1 rows, but'],
    ['threads.0.memory.heap.used.1', -4, 'threads[0].memory.heap.used[1] is -4, but'],
    ['threads.0.memory.collections.longest.0', 'x', 'threads[0].memory.collections.longest[0] is "x", but'],
  ])('%s = %j', (way, value, line) => {
    expect(complaint(spoilt(way, value, watched))).toContain(`x.tsprof: ${line}`);
  });

  it('memory without a root', () => {
    const empty = { site: [], parent: [], bytes: [], samples: [] };
    expect(complaint(spoilt('threads.0.memory.nodes', empty, watched))).toBe(
      'x.tsprof: threads[0].memory.nodes is empty, but row 0 must be the root',
    );
  });
});
