import { runNode } from './child.ts';
import { ROOT, TSPROF } from './tsprof.ts';

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

/** What `tsprof requests` says of a profile. */
export async function requestsIn(profile: string): Promise<readonly RequestRow[]> {
  const { stdout } = await runNode([TSPROF, 'requests', '--json', profile], { cwd: ROOT });
  return (JSON.parse(stdout) as { requests: RequestRow[] }).requests;
}
