import { expect } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { runProgram, type RunOptions } from './virtual-program.ts';

/**
 * Runs a program whose comments say what its lines must come to: `//= 3 6` is 3 hits with an own time of 6. Where a line is of
 * several functions each has such a pair, in the order of their names. What a comment says nothing of must not be told of.
 */
export async function checkLines(source: string, options: RunOptions = {}): Promise<Profile> {
  const { profile } = await runProgram(source, { ...options, lines: true });
  expect(annotated(source, profile)).toBe(source);
  return profile;
}

/** The source with comments as the profile would have them. */
export function annotated(source: string, { threads: [thread], sites }: Profile): string {
  const { site, line, hits, tsub } = thread!.lines ?? { site: [], line: [], hits: [], tsub: [] };
  const told = new Map<number, string[]>();
  const byName = [...site.keys()].sort((one, other) =>
    sites.name[site[one]!]! < sites.name[site[other]!]! ? -1 : 1,
  );
  for (const row of byName)
    told.set(line[row]!, [...(told.get(line[row]!) ?? []), `${hits[row]} ${tsub[row]}`]);
  const annotate = (text: string, at: number) => {
    const bare = text.replace(/ *\/\/=.*/, '');
    const figures = told.get(at + 1);
    if (figures === undefined) return bare;
    const padding = /( *)\/\/=/.exec(text)?.[1] ?? ' ';
    return `${bare}${padding}//= ${figures.join(', ')}`;
  };
  return source.split('\n').map(annotate).join('\n');
}
