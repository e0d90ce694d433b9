import type { Profile } from '@tsprof/runtime/profile';
import type { ReportOptions } from '../rows/function-rows.ts';
import { isLibrary } from '../rows/packages.ts';
import { relocate, relocateShortly } from './relocate.ts';
import { stripDirectories } from './strip-directories.ts';

type ShownOptions = Pick<ReportOptions, 'cwd' | 'stripDirs' | 'onlyMine' | 'by'>;

/** The profile with files as tables name them. */
export function shownShortly(profile: Profile, options: ShownOptions): Profile {
  return stripped(relocateShortly(profile, options.cwd), options);
}

/** The profile with files as other programs are told of them. */
export function shownFully(profile: Profile, options: ShownOptions): Profile {
  return stripped(relocate(profile, options.cwd), options);
}

/** Files of packages are known by their directories, where these are to be told apart. */
function stripped(profile: Profile, { stripDirs, onlyMine, by }: ShownOptions): Profile {
  if (!stripDirs || by === 'package') return profile;
  return stripDirectories(profile, (file) => onlyMine === true && isLibrary(file));
}
