import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';

/** What our own table says, as lines to be compared with those of a client: `name calls own total wait`, sorted. */
export function graphLines(profile: Profile): string[] {
  return lines(profile, ({ name, ncall, tsub, ttot, twait }) => [name, ncall, tsub, ttot, twait]);
}

/** What a tree adds up to: `name own total`, the total being the running time of the subtree. */
export function treeLines(profile: Profile): string[] {
  return lines(profile, ({ name, tsub, trun }) => [name, tsub, trun]);
}

/** Of each function what is asked for. */
export function lines(profile: Profile, of: (row: FunctionStats) => readonly (string | number)[]): string[] {
  return profileStats(profile)
    .functions.map((row) => of(row).join(' '))
    .sort();
}

/** Who called whom: `caller>callee calls own total`, each counted once per pair. */
export function pairLines(profile: Profile): string[] {
  return profileStats(profile)
    .functions.flatMap(({ name, callers }) =>
      callers.map(({ place, ncall, tsub, ttot }) => `${place.name}>${name} ${ncall} ${tsub} ${ttot}`),
    )
    .sort();
}
