import { haveCounts, haveTimes, jsonText, profileStats, resolvePath } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { calls, duration, inSeconds } from '../units.ts';
import { urlOf } from './cpuprofile.ts';

/**
 * Code lenses for editors: for each file a line above each function with its calls, own time, total and wait. The lenses are
 * what the Language Server Protocol calls so, so that an extension or a language server may hand them on as they are: lines and
 * characters count from 0 there. `data` has the figures, times in seconds.
 */
export function* codelens(profile: Profile): Iterable<string> {
  const known = { isTimed: haveTimes(profile.threads), isCounted: haveCounts(profile.threads) };
  yield `{"format":"tsprof-codelens","version":1,"generator":${jsonText(profile.generator)},"files":[`;
  let before = '\n';
  for (const [file, functions] of byFile(profile)) {
    const place = { file, uri: urlOf(resolvePath(profile.cwd, file)) };
    yield `${before}${jsonText(place).slice(0, -1)},"lenses":[\n`;
    yield functions.map((each) => jsonText(lensOf(each, known))).join(',\n');
    yield '\n]}';
    before = ',\n';
  }
  yield '\n]}\n';
}

/** Functions that stand in a file, in the order in which they stand there. */
function byFile(profile: Profile): Map<string, FunctionStats[]> {
  const files = new Map<string, FunctionStats[]>();
  for (const each of profileStats(profile).functions) {
    if (each.file === '') continue;
    const known = files.get(each.file);
    if (known === undefined) files.set(each.file, [each]);
    else known.push(each);
  }
  for (const functions of files.values()) functions.sort((a, b) => a.line - b.line || a.column - b.column);
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** What the profile tells of: times, and calls. */
interface Known {
  readonly isTimed: boolean;
  readonly isCounted: boolean;
}

function lensOf(row: FunctionStats, known: Known): object {
  const { name, kind, ncall, nactualcall, tsub, ttot, twait, tmax, pending } = row;
  const position = { line: Math.max(0, row.line - 1), character: row.column };
  const times = { tsub, ttot, twait, ...(known.isCounted && { tmax }) };
  return {
    range: { start: position, end: position },
    // Nothing happens where it is clicked.
    command: { title: titleOf(row, known), command: '' },
    data: {
      ...{ name, kind, ...(known.isCounted && { ncall, nactualcall }) },
      ...Object.fromEntries(Object.entries(times).map(([key, time]) => [key, inSeconds(time)])),
      ...(known.isCounted && { pending }),
    },
  };
}

/** `9/1 calls · own 1.20 ms · total 3.40 ms · wait 2.00 ms`; with the name, as a line may have several functions. */
function titleOf(row: FunctionStats, { isTimed, isCounted }: Known): string {
  const { name, ncall, tsub, ttot, twait } = row;
  const parts = [isCounted ? `${name}: ${calls(row)} ${ncall === 1 ? 'call' : 'calls'}` : `${name}: sampled`];
  if (isTimed) parts.push(`own ${duration(tsub)}`, `total ${duration(ttot)}`);
  if (isTimed && twait > 0) parts.push(`wait ${duration(twait)}`);
  return parts.join(' · ');
}
