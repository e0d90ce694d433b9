/** The profiles of all realms of a visit, added up. */
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { hasAllCalls } from './counts.ts';
import type { Count } from './counts.ts';
import type { Visit } from './visit.ts';

/** A page, a frame or a worker, as Playwright sees it. */
interface Realm {
  url(): string;
  evaluate(code: () => Promise<Profile>): Promise<Profile>;
}

/** The worker that does the accounting is no realm of the app's. */
const PROFILER = /replay-worker[^/]*\.js$/;

/** Asks every realm itself. Shared workers cannot be asked: Playwright does not see them. */
export async function askedProfile({ page, context }: Omit<Visit, 'site'>): Promise<Profile> {
  const realms: Realm[] = [...page.frames(), ...page.workers(), ...context.serviceWorkers()];
  const own = realms.filter((realm) => !PROFILER.test(realm.url()));
  return merged(await Promise.all(own.map((realm) => realm.evaluate(snapshotInRealm))));
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

/** Runs in the realm. Its door may still be on the way; a realm that has none after five seconds is not profiled. */
async function snapshotInRealm(): Promise<Profile> {
  const realm = globalThis as { __tsprof__?: { snapshot(): Promise<Profile> } };
  const deadline = performance.now() + 5000;
  while (realm.__tsprof__ === undefined) {
    if (performance.now() > deadline) throw new Error(`no profiler in ${location.href}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return realm.__tsprof__.snapshot();
}
