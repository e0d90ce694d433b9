import { basename } from 'node:path';
import { profileStats } from '@tsprof/runtime/profile';
import type { FunctionStats, Profile } from '@tsprof/runtime/profile';
import { relocateShortly } from '@tsprof/report/processors/relocate';
import { inSeconds } from '@tsprof/report/units';
import { RUN } from './program.ts';

/** What a snippet has called, per run of the snippet. */
export interface UsedFunction {
  readonly name: string;
  /** `[snippet]` and `[setup]` for code of the command line. */
  readonly file: string;
  /** In the file, the snippet or the setup, from 1. */
  readonly line: number;
  readonly ncall: number;
  /** Own time under probes, s. */
  readonly tsub: number;
}

/** The code of the snippet itself, as a function. */
export const SNIPPET = '[snippet]';
const SETUP = '[setup]';

/** What of the program a profile is of. */
export interface ProfiledRuns {
  readonly cwd: string;
  /** File of the program, an absolute path. */
  readonly program: string;
  /** The line on which the code of the snippet begins there. */
  readonly line: number;
  /** How many lines the setup has. */
  readonly setupLines: number;
  readonly runs: number;
}

/** The functions of a profile of so many runs of a snippet, those with most own time first. */
export function usedFunctions(profile: Profile, given: ProfiledRuns): readonly UsedFunction[] {
  const { functions } = profileStats(relocateShortly(profile, given.cwd));
  return functions
    .filter(({ kind }) => kind !== 'tag' && kind !== 'root')
    .map((row) => usedFunction(row, given))
    .sort((one, other) => other.tsub - one.tsub || other.ncall - one.ncall);
}

function usedFunction(row: FunctionStats, { program, line, setupLines, runs }: ProfiledRuns): UsedFunction {
  const figures = { ncall: row.ncall / runs, tsub: inSeconds(row.tsub) / runs };
  if (row.file !== basename(program)) return { name: row.name, file: row.file, line: row.line, ...figures };
  if (row.line <= setupLines) return { name: row.name, file: SETUP, line: row.line, ...figures };
  // The function around the code is none of the user's: it is the code.
  const isWhole = row.name.endsWith(RUN);
  const name = row.name
    .slice(row.name.indexOf(RUN) + RUN.length + 1)
    .replace(/<(\w+):(\d+)>/g, (_, kind: string, at: string) => `<${kind}:${Number(at) - line + 1}>`);
  return {
    name: isWhole ? SNIPPET : name,
    file: SNIPPET,
    line: isWhole ? 1 : row.line - line + 1,
    ...figures,
  };
}
