import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './child.ts';
import type { Ended } from './child.ts';

/** The repository's root, without a separator at the end. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** The built command, as a user would start it. */
export const TSPROF = join(ROOT, 'cli', 'bin', 'tsprof.js');

/** A function as `tsprof stats --json` prints it; times in seconds. */
export interface FunctionRow {
  readonly name: string;
  readonly ncall: number;
  readonly nactualcall: number;
  readonly tsub: number;
  readonly ttot: number;
  readonly twait: number;
  readonly nsuspend: number;
  readonly pending: number;
  readonly callers: readonly PairRow[];
  readonly callees: readonly PairRow[];
}

export interface PairRow {
  readonly name: string;
  readonly ncall: number;
}

export interface StatsReport {
  readonly elapsed: number;
  readonly threads: readonly { readonly root_tsub: number }[];
  readonly functions: readonly FunctionRow[];
}

/** Profiles a script; returns how it ended and what the profile says. */
export async function profileScript(
  script: string,
  args: readonly string[],
): Promise<{ ended: Ended; report: StatsReport }> {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-e2e-'));
  const profile = join(directory, 'profile.tsprof');
  try {
    const ended = await runNode([TSPROF, 'run', '--quiet', '-o', profile, script, ...args], { cwd: ROOT });
    return { ended, report: await reportOn(profile) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What `tsprof stats` says of a profile. */
export async function reportOn(profile: string): Promise<StatsReport> {
  const { stdout } = await runNode([TSPROF, 'stats', '--json', profile], { cwd: ROOT });
  return JSON.parse(stdout) as StatsReport;
}

/** The row of this name; there must be one and no other. */
export function rowOf({ functions }: StatsReport, name: string): FunctionRow {
  const rows = functions.filter((row) => row.name === name);
  if (rows.length !== 1) throw new Error(`expected one function ${name}; found ${rows.length}`);
  return rows[0]!;
}
