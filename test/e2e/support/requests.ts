import { runNode } from './child.ts';
import { ROOT, TSPROF, rowOf, type StatsReport } from './tsprof.ts';

/** A row of `tsprof requests --json`; times in seconds. */
export interface RequestRow {
  readonly tag: string;
  readonly count: number;
  readonly errors: number;
  readonly wall: number;
  readonly tsub: number;
  readonly twait: number;
  readonly ready: number;
  readonly busy: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** How often functions of these names were called under a tag. */
export async function callsUnder(
  profile: string,
  tag: string,
  names: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const { stdout } = await runNode([TSPROF, 'stats', '--json', '--tag', tag, profile], { cwd: ROOT });
  const { functions } = JSON.parse(stdout) as StatsReport;
  return Object.fromEntries(names.map((name) => [name, rowOf({ functions } as StatsReport, name).ncall]));
}

/** What `tsprof requests` says of a profile. */
export async function requestsIn(profile: string): Promise<readonly RequestRow[]> {
  const { stdout } = await runNode([TSPROF, 'requests', '--json', profile], { cwd: ROOT });
  return (JSON.parse(stdout) as { requests: RequestRow[] }).requests;
}
