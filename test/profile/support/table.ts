import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile, Selection } from '@tsprof/runtime/profile';

/** The functions of a profile in the manner of Yappi's tests: `a 7/3 45/10` is name, calls, ttot/tsub. */
export function rows(profile: Profile, selection: Selection = {}): string[] {
  return profileStats(profile, selection).functions.map(row).sort();
}

function row({ name, ncall, nactualcall, ttot, tsub }: FunctionStats): string {
  return `${name} ${ncall}/${nactualcall} ${ttot}/${tsub}`;
}

/** Its pairs: `a>b 2/1 5,2` is caller, callee, calls and calls of the pair not nested in itself, ttot and tsub. */
export function pairs(profile: Profile, selection: Selection = {}): string[] {
  return profileStats(profile, selection)
    .functions.flatMap(({ name, callers }) =>
      callers.map(
        ({ place, ncall, nactualcall, ttot, tsub }) =>
          `${place.name}>${name} ${ncall}/${nactualcall} ${ttot},${tsub}`,
      ),
    )
    .sort();
}
