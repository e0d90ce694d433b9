/** The profile of all realms of a visit: asked for, or added up from what they have sent. */
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { hasAllCalls } from './counts.ts';
import type { Count } from './counts.ts';
import type { Visit } from './visit.ts';

/** Asks the page: its snapshot has all realms of its origin. */
export function askedProfile({ page }: Pick<Visit, 'page'>): Promise<Profile> {
  return page.evaluate(snapshotOfAll);
}

/** Milliseconds that realms have for posting what they did. */
const PATIENCE = 20_000;

/** What the realms have posted by the time when all calls are told, or when nobody posts any more. */
export async function postedProfile({ site }: Visit, counts: readonly Count[]): Promise<Profile> {
  const signal = AbortSignal.timeout(PATIENCE);
  for (;;) {
    const profiles = [...site.posted.values()];
    if (profiles.length > 0) {
      const profile = merged(profiles);
      if (signal.aborted || hasAllCalls(profile, counts)) return profile;
    } else if (signal.aborted) throw new Error('nobody has posted a profile');
    await site.nextPost(signal);
  }
}

function merged(profiles: readonly Profile[]): Profile {
  return mergeProfiles(profiles.map((profile, index) => ({ name: `realm ${index}`, profile })));
}

/** Runs in the page. Its door may still be on the way; one that has none after five seconds is not profiled. */
async function snapshotOfAll(): Promise<Profile> {
  const realm = globalThis as { __tsprof__?: { snapshot(): Promise<Profile> } };
  const deadline = performance.now() + 5000;
  while (realm.__tsprof__ === undefined) {
    if (performance.now() > deadline) throw new Error(`no profiler in ${location.href}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return realm.__tsprof__.snapshot();
}
