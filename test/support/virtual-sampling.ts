import { profileStats } from '../../runtime/src/profile/stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { createRealm } from '../../runtime/src/realm.ts';
import { allProbes } from '../../runtime/src/probes/wrappers/index.ts';
import { SampleAccounts } from '../../runtime/src/accountant/sampling/accounts.ts';
import { sampledProfile } from '../../runtime/src/accountant/sampling/profile.ts';
import { StackReader } from '../../runtime/src/accountant/sampling/reader.ts';
import { sampleRealm } from '../../runtime/src/sampling/sampling.ts';
import { Session } from '../../runtime/src/session/session.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { createBareControls, tagging } from './virtual-controls.ts';
import { createVirtualLoop } from './virtual-loop.ts';
import { compile, run, type Outcome, type RunOptions } from './virtual-program.ts';

/**
 * Runs a program that is sampled each time that the clock moves: as each moment is looked at, figures are not estimates, but those
 * of a profile that was told of each event.
 */
export async function runSampled(
  source: string,
  options: RunOptions = {},
): Promise<Outcome & { readonly profile: Profile }> {
  const realm = createRealm();
  sampleRealm(realm);
  const reader = new StackReader(realm.log);
  const isTag = (site: number): boolean => sitesOf(realm.registry)[site]?.kind === 6;
  const samples = new SampleAccounts(reader, isTag);
  const loop = createVirtualLoop();
  loop.observe((from, to) => samples.add(reader.read()!, to - from));
  const program = compile(source, options, true);
  // Tags need no recorder.
  const session = new Session(realm, () => {
    throw new Error('of no interest here');
  });
  const controls = { ...createBareControls(), ...tagging(session) };
  const outcome = await run(program, loop, controls, allProbes(realm), options);
  const info = {
    ...{ id: '1.0', name: 'main', pid: 1, cwd: null, started: 0, clock: 'sample' as const },
    ...{ health: { hz: 100 }, notes: [] },
  } as const;
  return {
    ...outcome,
    profile: sampledProfile(info, sitesOf(realm.registry), samples.accounts, reader.torn),
  };
}

/** Of each function the times that both ways of profiling tell of: own and, if wished, total, waiting and running time. */
export function timesOf(profile: Profile, withTotals: boolean): Record<string, readonly number[]> {
  const { functions, threads } = profileStats(profile);
  const rows = functions.map(({ name, line, column, tsub, ttot, twait, trun }) => {
    const times = withTotals ? [tsub, ttot, twait, trun] : [tsub];
    return [`${name}:${line}:${column}`, times] as const;
  });
  const known = rows.filter(([, times]) => times.some((time) => time > 0));
  return Object.fromEntries([['[root]', threads.map(({ rootSelf }) => rootSelf)], ...known]);
}
