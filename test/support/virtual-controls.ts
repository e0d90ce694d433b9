import { expect } from 'vitest';
import { watchOverflow } from '../../runtime/src/log/abandoned.ts';
import { ROW, STATE } from '../../runtime/src/log/token-rows.ts';
import { WAITING } from '../../runtime/src/coroutine-states.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { withRawTimes } from '../../runtime/src/profile/raw.ts';
import type { Realm } from '../../runtime/src/realm.ts';
import { createProfiled, type Profiled } from '../../runtime/src/session/profiled.ts';
import { Session } from '../../runtime/src/session/session.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { threadProfile } from '../../runtime/src/thread-profile/thread-profile.ts';
import { CARRIERS, type Carrier, type CarrierName } from './virtual-carriers.ts';
import { checkInvariants } from './virtual-invariants.ts';
import type { VirtualLoop } from './virtual-loop.ts';
import { createStopwatch } from './virtual-stopwatch.ts';

/** That of a wait which nobody watches. */
const UNWATCHED = 0;

/** What a program may do to the profiler. */
export interface Controls {
  start(): void;
  stop(): void;
  clear(): void;
  snapshot(): void;
  tag<T>(label: string, fn: () => T): T;
  readonly profiled: Profiled;
}

export interface RecordedControls extends Controls {
  readonly snapshots: Profile[];
  /** Stops, and returns the profile. */
  finish(): Profile;
}

/** Where there is no profiler. */
export function createBareControls(): Controls {
  const nothing = () => undefined;
  return {
    start: nothing,
    stop: nothing,
    clear: nothing,
    snapshot: nothing,
    tag: (_label, fn) => settling(fn()),
    profiled: createProfiled(
      (_label, fn) => settling(fn()),
      () => nothing,
    ),
  };
}

/** Tags and blocks of code of a session. */
export function tagging(session: Session): Pick<Controls, 'tag' | 'profiled'> {
  const tag: Controls['tag'] = (label, fn) => session.tag(label, fn);
  return { tag, profiled: createProfiled(tag, (label) => session.beginBlock(label)) };
}

/** What a session makes of a promise: one that settles in the same way, a tick later. */
function settling<T>(value: T): T {
  return value instanceof Promise ? (value.then((result: unknown) => result) as T) : value;
}

/** Those of a session over `realm`; every profile that is taken is checked, and taken once more. */
export function createRecordedControls(
  realm: Realm,
  carriedBy: CarrierName,
  loop: VirtualLoop,
): RecordedControls {
  const stopwatch = createStopwatch(loop.now);
  let carrier = CARRIERS[carriedBy](realm, loop);
  const session = new Session(realm, () => {
    carrier = CARRIERS[carriedBy](realm, loop);
    const { start, stop, clear } = carrier;
    const profile = (within: number | null) => Promise.resolve(profileOf(realm, carrier, within));
    return { clock: 'exact', start, stop, clear, profile };
  });
  const snapshots: Profile[] = [];

  function takeProfile(): Profile {
    const profile = profileOf(realm, carrier);
    checkInvariants(profile, stopwatch.elapsed());
    expect(accountsOf(profileOf(realm, carrier)), 'a second snapshot').toEqual(accountsOf(profile));
    return profile;
  }

  /** Nothing is left that could make anybody go on; no profile shows whether replay has been told. */
  function abandonAll(): void {
    const all = (profile: Profile) => [accountsOf(profile), measuredAccountsOf(profile)];
    const before = takeProfile();
    const { rows, used } = realm.tokens;
    const abandon = watchOverflow(realm.log, realm.tokens, () => false);
    for (let token = 1; token < used; token++)
      if (rows[token * ROW + STATE] === WAITING) abandon(token, UNWATCHED);
    expect(all(takeProfile()), 'after all who wait have been abandoned').toEqual(all(before));
  }

  function stop(): void {
    session.stop();
    if (!session.isRunning()) stopwatch.stop();
  }

  return {
    snapshots,
    start() {
      stopwatch.start();
      session.start();
    },
    stop,
    clear() {
      stopwatch.clear();
      session.clear();
      // The session has dropped what was recorded.
      if (!session.isRunning()) carrier = CARRIERS[carriedBy](realm, loop);
    },
    snapshot: () => void snapshots.push(takeProfile()),
    ...tagging(session),
    finish() {
      const isQuiet = session.isRunning();
      if (isQuiet) abandonAll();
      while (session.isRunning()) stop();
      const profile = takeProfile();
      if (isQuiet) expect(carrier.depth(), 'activations left on the stack').toBe(0);
      return profile;
    },
  };
}

/** What must be the same however the log was carried, and whenever the profile was taken. */
export function accountsOf({ sites, places, threads }: Profile): unknown {
  const [{ elapsed, rootSelf, anomalies, nodes, edges, ...others }] = threads as [Profile['threads'][0]];
  const { suspensions, lengths, coroutines, lives, pending, requests, requestLengths } = others;
  const { callLengths, lines } = others;
  const ofCoroutines = { suspensions, lengths, coroutines, lives, pending: suspendedAt(pending) };
  // What is busy depends on what is known of the time between two events.
  const ofRequests = { requests: { ...requests, busy: null }, requestLengths };
  const ofFunctions = { nodes, edges, callLengths, lines };
  return { sites, places, elapsed, rootSelf, anomalies, ...ofFunctions, ...ofCoroutines, ...ofRequests };
}

/** How many are suspended at each place, and since when: what those wait for that do so for ever is not known any more. */
function suspendedAt({ suspension, count, longest }: Profile['threads'][0]['pending']): unknown {
  const sums = new Map<number, { count: number; longest: number }>();
  suspension.forEach((of, row) => {
    const known = sums.get(of) ?? { count: 0, longest: 0 };
    sums.set(of, { count: known.count + count[row]!, longest: Math.max(known.longest, longest[row]!) });
  });
  return [...sums].sort(([one], [other]) => one - other);
}

/** Columns that are in a profile only without the probes' cost. */
const CORRECTED_ONLY = { tpair: null, twait: null, wpair: null, tmin: null, tmax: null };

/** Of that, what does not depend on what probes are known to cost: counts, and times as they were measured. */
export function measuredAccountsOf(profile: Profile): unknown {
  const [{ elapsed, rootSelf, anomalies, nodes, edges }] = withRawTimes(profile).threads as [
    Profile['threads'][0],
  ];
  return { elapsed, rootSelf, anomalies, nodes, edges: { ...edges, ...CORRECTED_ONLY } };
}

export function profileOf(realm: Realm, carrier: Carrier, within: number | null = null): Profile {
  return threadProfile(
    { id: '1.0', name: 'main', pid: 1, cwd: null, started: 0, clock: 'exact', health: {}, notes: [] },
    sitesOf(realm.registry),
    carrier.snapshot(within),
  );
}
