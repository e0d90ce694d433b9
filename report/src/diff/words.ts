import { counted } from '../tables/text.ts';
import { duration } from '../units.ts';
import type { ChangedFunction } from './changes.ts';
import { SIGNIFICANT } from './noise.ts';
import type { DiffReport } from './report.ts';
import { changeText } from './texts.ts';

/** `elapsed 4.00 s to 4.20 s (+200 ms, +5.0%), 5 runs and 5 runs, by the change of tsub`; tsprof's own time is left out. */
export function diffHeading({ before, after, sort }: DiffReport): string {
  const change = { before: before.elapsed, after: after.elapsed, by: after.elapsed - before.elapsed };
  const [from, to] = [before, after].map(({ elapsed }) => duration(elapsed));
  const runs = [before, after].map(({ count }) => counted(count, 'run')).join(' and ');
  return `elapsed ${from} to ${to} (${changeText('tsub', change)}), ${runs}, by the change of ${sort}`;
}

/** What a function is called, and what it was called or where it was. */
export function nameText({ place, was }: ChangedFunction): string {
  if (was === undefined) return place.name;
  return `${place.name} [was ${was.name}${was.file === place.file ? '' : ` in ${was.file}`}]`;
}

/** What one must know to read the table. */
export function diffNotes({ changed, leastChance, before, after }: DiffReport): string[] {
  if (changed === 0) return ['nothing has changed'];
  if (!before.timed || !after.timed)
    return ['counts alone are compared: a profile has no times (clock none)'];
  if (leastChance >= 1)
    return [
      'of one run each nobody can tell whether times have changed or differ by chance; counts are exact',
    ];
  const least = `so many runs can show ${leastChance.toPrecision(2)} at best`;
  if (leastChance > SIGNIFICANT)
    return [`chance: how likely the change is if nothing has changed; ${least}, which is too few to be sure`];
  return [
    `chance: how likely the change is if nothing has changed; ${least}, below ${SIGNIFICANT} it is hardly noise`,
  ];
}
