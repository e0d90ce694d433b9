import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Where the cache of this user lies: below XDG_CACHE_HOME or the home directory; else below the directory for
 * temporary files, and then only if no other user can have put anything there.
 */
export function cacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const base = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const directory = join(base, 'tsprof');
  return isTrusted(directory) ? directory : temporaryCache();
}

function temporaryCache(): string {
  const { uid, username } = userInfo();
  const directory = join(tmpdir(), `tsprof-cache-${uid < 0 ? username : uid}`);
  return isTrusted(directory) ? directory : join(tmpdir(), `tsprof-cache-${randomBytes(8).toString('hex')}`);
}

/**
 * What is read from the cache gets executed, so others must never have been able to write to it: a directory of the
 * user's own, no link, in one where no other user can put another in place of it.
 */
function isTrusted(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const found = lstatSync(directory);
    if (!found.isDirectory()) return false;
    // Windows has other means, and no such modes.
    if (process.getuid === undefined) return true;
    const { uid, mode } = statSync(dirname(directory));
    const isStable = (mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0;
    const isOwn = found.uid === process.getuid() && (found.mode & OTHERS_WRITE) === 0;
    return isOwn && isStable && (uid === process.getuid() || uid === 0);
  } catch {
    return false;
  }
}

const OTHERS_WRITE = 0o022;
/** Only who has made a file may rename it. */
const STICKY = 0o1000;
