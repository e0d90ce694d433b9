import { relativePath, resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** The same profile with its files relative to another directory, such as the one the command runs in. */
export function relocate(profile: Profile, cwd: string): Profile {
  const files = profile.files.map((file) => relativePath(cwd, resolvePath(profile.cwd, file)));
  return { ...profile, cwd, files };
}

/** The same, but files far from that directory by their absolute paths where these are shorter. */
export function relocateShortly(profile: Profile, cwd: string): Profile {
  const files = profile.files.map((file) => shortPath(profile.cwd, file, cwd));
  return { ...profile, cwd, files };
}

/** A file's path, which is relative to `from`, as `relocateShortly` has it. */
export function shortPath(from: string | null, file: string, cwd: string): string {
  const whole = resolvePath(from, file);
  const relative = relativePath(cwd, whole);
  return relative.length <= whole.length ? relative : whole;
}
