import { expect, test } from 'vitest';
import { checkProfile } from '../../runtime/src/profile/parse.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { profileWithin } from '../../runtime/src/profile/within.ts';
import { createRealm, type Realm } from '../../runtime/src/realm.ts';
import { Session } from '../../runtime/src/session/session.ts';
import { snapshot } from '../../runtime/src/replay/snapshot.ts';
import { addTag } from '../../runtime/src/replay/tree.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { countReads } from '../support/counted-reads.ts';
import { printedTable } from '../support/printed-table.ts';
import { startRecording } from '../support/recording.ts';
import { CARRIERS, type Carrier, type CarrierName } from '../support/virtual-carriers.ts';
import { profileOf } from '../support/virtual-controls.ts';
import { createVirtualLoop } from '../support/virtual-loop.ts';
import { rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'pending'] as const;
const CARRIED = ['batch', 'cuts', 'ring', 'handOver', 'chunks'] as const satisfies CarrierName[];

/** A session, and a program of functions `f`, `g` … that burn a unit of time and then sleep, by hand-written probes. */
function setUp(carriedBy: CarrierName, take: typeof takeProfile) {
  const realm = createRealm();
  const loop = createVirtualLoop();
  const { begin, end, suspend, resume, register } = realm.probes;
  const session = new Session(realm, () => {
    const carrier: Carrier = CARRIERS[carriedBy](realm, loop);
    const profile = (within: number | null) => Promise.resolve(take(realm, carrier, within));
    return { ...carrier, clock: 'exact', profile };
  });
  const sites = new Map<string, number>();
  const siteOf = (name: string) => {
    if (!sites.has(name)) sites.set(name, register('test.ts', `0${name}`, [1, 1]));
    return sites.get(name)!;
  };
  const sleep = (time: number) => new Promise<void>((resolve) => loop.later(time, resolve));
  async function call<T>(name: string, time: number, inner: () => T | Promise<T>): Promise<T> {
    const token = begin(siteOf(name));
    try {
      loop.pass(1);
      const result = resume(token, await suspend(token, inner()));
      resume(token, await suspend(token, sleep(time)));
      return result;
    } finally {
      end(token);
    }
  }
  const f = (time: number) => call('f', time, () => time);
  return { realm, session, loop, call, f, sleep };
}

/** Checks besides that a branch which is taken alone is the one that would be cut out of the whole. */
function takeProfile(realm: Realm, carrier: Carrier, within: number | null): Profile {
  const profile = profileOf(realm, carrier, within);
  if (within === null) return profile;
  const place = sitesOf(realm.registry)[within]!;
  const cutOut = (from: Profile) => ({ ...profileWithin(from, place, 0), created: '' });
  expect(cutOut(profile)).toEqual(cutOut(profileOf(realm, carrier)));
  return profile;
}

/** Elapsed time, that of the root, and the table; what must hold of every profile has been checked. */
function told(profile: Profile): string {
  checkProfile(JSON.parse(JSON.stringify(profile)));
  const [{ elapsed, rootSelf, edges }] = profile.threads as [Profile['threads'][0]];
  expect(edges.tsub.reduce((sum, time) => sum + time, rootSelf)).toBe(elapsed);
  return rows(`${elapsed} ${rootSelf}\n${printedTable(profile, COLUMNS)}`);
}

type Setting = ReturnType<typeof setUp>;

/** Runs the program under a carrier to its end. */
async function run(
  carriedBy: CarrierName,
  program: (setting: Setting) => Promise<void>,
  take = takeProfile,
): Promise<void> {
  const setting = setUp(carriedBy, take);
  let failure: unknown = 'not done';
  await setting.loop.run(() => {
    program(setting).then(
      () => (failure = null),
      (error: unknown) => (failure = error),
    );
  });
  if (failure !== null) throw failure as Error;
}

test.each(CARRIED)('%s: two at once, each has its own', async (carrier) => {
  await run(carrier, async ({ session, f }) => {
    const [a, b] = await Promise.all([session.profile(() => f(50)), session.profile(() => f(150))]);
    expect([a.result, b.result]).toEqual([50, 150]);
    // The second begins when the first has burnt its unit, and waits at 2.
    expect(told(a.profile)).toBe('52 51\nf 1 1 52 51 0');
    expect(told(b.profile)).toBe('151 150\nf 1 1 151 150 0');
    expect(session.isRunning()).toBe(false);
  });
});

test.each(CARRIED)('%s: one after the other, one within the other, and one that lasts', async (carrier) => {
  await run(carrier, async ({ session, call, f }) => {
    const lasting = session.profile(() => call('g', 100, () => f(20)));
    const first = await session.profile(() => f(10));
    const second = await session.profile(() => f(5));
    expect(told(first.profile)).toBe('11 10\nf 1 1 11 10 0');
    expect(told(second.profile)).toBe('6 5\nf 1 1 6 5 0');
    const outer = await session.profile(() => call('h', 1, () => session.profile(() => f(3))));
    expect(told(outer.result.profile)).toBe('4 3\nf 1 1 4 3 0');
    expect(told(outer.profile)).toBe('6 4\n[profile] 1 0 4 3 0\nf 1 1 4 3 0\nh 1 1 6 4 0');
    expect(told((await lasting).profile)).toBe('123 121\nf 1 1 22 21 0\ng 1 1 123 121 0');
  });
});

test.each(CARRIED)('%s: what goes on when the promise is settled is pending', async (carrier) => {
  await run(carrier, async ({ session, f }) => {
    const { profile } = await session.profile(() => {
      void f(100);
      return f(10);
    });
    expect(told(profile)).toBe('12 10\nf 2 2 23 21 1');
  });
});

test.each(CARRIED)(
  '%s: a function that is no coroutine, one that throws, one whose promise is rejected',
  async (carrier) => {
    await run(carrier, async ({ session, call, loop }) => {
      const { result, profile } = await session.profile(() => {
        loop.pass(3);
        return 7;
      });
      expect([result, told(profile)]).toEqual([7, '3 3']);
      const throws = () => {
        throw new Error('at once');
      };
      await expect(session.profile(throws)).rejects.toThrow('at once');
      await expect(session.profile(() => call('f', 1, throws))).rejects.toThrow('at once');
      expect(session.isRunning()).toBe(false);
    });
  },
);

test.each(CARRIED)('%s: in a run that is profiled, which goes on and has it all', async (carrier) => {
  await run(carrier, async ({ session, f }) => {
    session.start();
    await f(1);
    const { profile } = await session.profile(() => f(2));
    expect(told(profile)).toBe('3 2\nf 1 1 3 2 0');
    expect(session.isRunning()).toBe(true);
    expect(told(await session.snapshot())).toBe('5 3\n[profile] 1 0 3 2 0\nf 2 2 5 3 0');
  });
});

test('profiling goes on until all have stopped it who have started it', async () => {
  await run('batch', async ({ session, f }) => {
    session.start();
    session.start();
    const taken = session.profile(() => f(2));
    session.stop();
    expect(session.isRunning()).toBe(true);
    session.stop();
    session.stop();
    expect(session.isRunning()).toBe(true);
    expect(told((await taken).profile)).toBe('3 2\nf 1 1 3 2 0');
    expect(session.isRunning()).toBe(false);
    session.start();
    expect(session.isRunning()).toBe(true);
  });
});

test('thousands of calls leave nothing behind where nobody else profiles', async () => {
  const program = async ({ session, f }: Setting) => {
    for (let count = 0; count < 1000; count++) await session.profile(() => f(1));
    expect((await session.snapshot()).threads[0]!.edges.to).toEqual([]);
    expect(told((await session.profile(() => f(1))).profile)).toBe('2 1\nf 1 1 2 1 0');
  };
  await run('batch', program, profileOf);
});

test('… nor do ten times as many: functions beyond the first thousand calls are those of earlier calls', async () => {
  const sizes: number[] = [];
  const program = async ({ session, f, realm }: Setting) => {
    for (let count = 1; count <= 5000; count++) {
      await session.profile(() => f(1));
      if (count % 1000 === 0) sizes.push(realm.registry.size);
    }
    expect(told((await session.profile(() => f(1))).profile)).toBe('2 1\nf 1 1 2 1 0');
  };
  await run('batch', program, profileOf);
  expect(new Set(sizes).size).toBe(1);
});

test('in a run that is profiled, the 1000th call takes no more of it than the 10th', async () => {
  const taken: number[] = [];
  const take: typeof takeProfile = (realm, carrier, within) => {
    const profile = profileOf(realm, carrier, within);
    taken.push(profile.threads[0]!.edges.to.length);
    return profile;
  };
  const program = async ({ session, f }: Setting) => {
    session.start();
    for (let count = 0; count < 1000; count++) await session.profile(() => f(1));
  };
  await run('batch', program, take);
  expect([taken[9], taken[999]]).toEqual([2, 2]);
});

test('… and looks at no more of the tree', () => {
  const { probes, site, pass, batch } = startRecording();
  const [f, g] = [site('f'), site('g')] as const;
  const reads = Array.from({ length: 1000 }, () => {
    const tag = site('[profile]', 'tag');
    addTag(batch.state.tree, tag);
    for (const each of [tag, f, g, f]) probes.enter(each);
    pass(1);
    for (const each of [f, g, f]) probes.leave(each);
    expect(batch.snapshot(tag).edges.ncall).toEqual([1, 1, 1, 1]);
    const count = countReads(batch.state, (state) => snapshot(state, tag));
    probes.leave(tag);
    return count;
  });
  expect(reads[9]).toBeGreaterThan(0);
  expect(reads[999]).toBe(reads[9]);
});
