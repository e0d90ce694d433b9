import type { Profile, ThreadProfile } from './format.ts';

/** The profile with times as they were measured, the probes' own cost included. */
export function withRawTimes(profile: Profile): Profile {
  return { ...profile, threads: profile.threads.map(rawThread) };
}

function rawThread(thread: ThreadProfile): ThreadProfile {
  const { raw, ...others } = thread;
  if (raw === undefined) return thread;
  const { rootSelf, ...times } = raw;
  return {
    ...others,
    rootSelf,
    edges: { ...thread.edges, ...times },
    health: { ...thread.health, probes: 0 },
  };
}
