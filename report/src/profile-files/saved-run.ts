import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isRunFolder, lastChange, runFolders, targetOf } from '@tsprof/runtime/files';
import { readRunProfiles } from '@tsprof/runtime/collect';
import { ProfileError, mergeProfiles } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { partialsPrefix } from './output.ts';

/**
 * The folder with what there is of a run that was killed, or still goes on, and was to write this profile: the latest
 * one, if it is later than the profile itself. Such a folder may also be named itself.
 */
export function savedRunOf(path: string): string | undefined {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return isRunFolder(path) ? path : undefined;
    const target = targetOf(path);
    if (target.kind !== 'file') return undefined;
    const folders = runFolders(dirname(target.path), partialsPrefix(basename(target.path)));
    const [latest] = folders
      .filter(hasProfiles)
      .map((folder) => ({ folder, time: lastChange(folder) }))
      .sort((a, b) => b.time - a.time);
    const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return latest !== undefined && latest.time > written ? latest.folder : undefined;
  } catch {
    // The run has just ended.
    return undefined;
  }
}

/** A run that has just begun has none. */
function hasProfiles(folder: string): boolean {
  return readdirSync(folder).some((name) => name.endsWith('.tsprof'));
}

/** All that the processes of such a run have left. A ProfileError says why there is nothing. */
export function readSavedRun(folder: string, read: (path: string) => Profile): Profile {
  const { profiles, failures } = readRunProfiles([folder], read);
  if (profiles.length > 0) return mergeProfiles(profiles);
  if (failures.length > 0) throw failures[0];
  throw new ProfileError(`${basename(folder)}: it is a directory without profiles`);
}
