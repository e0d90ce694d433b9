/** What the accounts of an app must be, written by whoever knows what its user did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** A function's row. Where it stands is found by `at`: the text with which it begins in the original source. */
export interface Count {
  readonly name: string;
  readonly file: string;
  readonly at: string;
  readonly ncall: number;
  readonly nsuspend?: number;
  readonly nyield?: number;
}

/** As `addItem src/store.ts:12: ncall 3, nsuspend 6`: one line a function, so that a difference can be read. */
export type Row = string;

export function expectedRows(folder: string, counts: readonly Count[]): Row[] {
  return counts.map((count) => row(count, lineOf(folder, count), count)).sort();
}

/** The rows of the same functions as they are in the profile; a function that is not there is not in the list either. */
export function foundRows(profile: Profile, counts: readonly Count[]): Row[] {
  const { functions } = profileStats(profile);
  return counts
    .flatMap((count) =>
      functions
        .filter(({ name, file }) => name === count.name && file === count.file)
        .map((found) => row(count, found.line, found)),
    )
    .sort();
}

/** Whether no call is missing, wherever the functions were found to stand. */
export function hasAllCalls(profile: Profile, counts: readonly Count[]): boolean {
  const { functions } = profileStats(profile);
  return counts.every(({ name, file, ncall }) => {
    const found = functions.filter((row) => row.name === name && row.file === file);
    return found.reduce((sum, row) => sum + row.ncall, 0) >= ncall;
  });
}

/** Every function that was called, in the same form: what to look at when an app is new. */
export function allRows(profile: Profile): Row[] {
  return profileStats(profile).functions.map((found) => row(found, found.line, found));
}

function row(
  asked: Count | { name: string; file: string; nsuspend?: number; nyield?: number },
  line: number,
  { ncall, nsuspend, nyield }: { ncall: number; nsuspend?: number; nyield?: number },
): Row {
  const waits = asked.nsuspend === undefined ? '' : `, nsuspend ${nsuspend}`;
  const yields = asked.nyield === undefined ? '' : `, nyield ${nyield}`;
  return `${asked.name} ${asked.file}:${line}: ncall ${ncall}${waits}${yields}`;
}

function lineOf(folder: string, { file, at }: Count): number {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(at) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${file}: "${at}" stands there ${found.length} times`);
  return found[0]!;
}
