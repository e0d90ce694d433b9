import type { Profile } from '@tsprof/runtime/profile';

/** The same profile with the names of files alone, as pstats' strip_dirs has it; those that `keeps` wants stay as they are. */
export function stripDirectories(profile: Profile, keeps: (file: string) => boolean = () => false): Profile {
  const files = profile.files.map((file) => (keeps(file) ? file : lastPart(file)));
  return { ...profile, files };
}

/** Of a URL without what follows `?` or `#`, which may have strokes in it. */
function lastPart(file: string): string {
  const path = /^[a-z][a-z0-9+.-]+:/i.test(file) ? file.replace(/[?#].*$/s, '') : file;
  return path.replace(/\/+$/, '').split('/').at(-1) || file;
}
