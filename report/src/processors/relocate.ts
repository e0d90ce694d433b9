import { relativePath, resolvePath } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** The same profile with its files relative to another directory, such as the one the command runs in. */
export function relocate(profile: Profile, cwd: string): Profile {
  return withFiles(profile, cwd, (file) => relativePath(cwd, file));
}

/** The same, but files far from that directory by their absolute paths where these are shorter. */
export function relocateShortly(profile: Profile, cwd: string): Profile {
  return withFiles(profile, cwd, (file) => {
    const relative = relativePath(cwd, file);
    return relative.length <= file.length ? relative : file;
  });
}

function withFiles(profile: Profile, cwd: string, show: (file: string) => string): Profile {
  const files = profile.files.map((file) => show(resolvePath(profile.cwd, file)));
  return { ...profile, cwd, files };
}
