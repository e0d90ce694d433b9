/** The profiles of all realms of a visit, added up. */
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import type { Visit } from './visit.ts';

/** A page, a frame or a worker, as Playwright sees it. */
interface Realm {
  evaluate(code: () => Promise<Profile>): Promise<Profile>;
}

/** Asks every realm itself. Shared workers cannot be asked: Playwright does not see them. */
export async function askedProfile({ page, context }: Visit): Promise<Profile> {
  const realms: Realm[] = [...page.frames(), ...page.workers(), ...context.serviceWorkers()];
  const profiles = await Promise.all(realms.map((realm) => realm.evaluate(snapshotInRealm)));
  return merged(profiles);
}

/** What the realms have posted by now. */
export function postedProfile({ site }: Visit): Profile {
  return merged([...site.posted.values()]);
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
