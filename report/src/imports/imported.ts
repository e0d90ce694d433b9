import { NOTHING_SUSPENDED, VERSION, checkProfile } from '@tsprof/runtime/profile';
import type { ClockName, EdgeTable, NodeTable, Profile, ThreadProfile } from '@tsprof/runtime/profile';
import type { Sites } from './sites.ts';

/** A thread as far as a foreign file tells of it. */
export interface ImportedThread {
  readonly name: string;
  readonly rootSelf: number;
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly clock?: ClockName;
  /** Milliseconds since 1970; 0 where the file does not say. */
  readonly started?: number;
  readonly notes?: readonly string[];
}

/** What all importers are given. */
export interface ImportOptions {
  /** What messages call the file. */
  readonly name: string;
  /** The directory that relative files are taken to be relative to. */
  readonly cwd: string;
  /** When the profile is made, ISO 8601. */
  readonly created: string;
  /** What makes it, as `tsprof/0.1.0`. */
  readonly generator: string;
  /** So many ns is one of what a file counts in without saying what that is. */
  readonly unit: number;
}

/** A profile of these threads. What could be no profile, such as a time beyond all bounds, is a ProfileError. */
export function imported(
  threads: readonly ImportedThread[],
  sites: Sites,
  { name, cwd, created, generator }: ImportOptions,
): Profile {
  const profile = {
    format: 'tsprof',
    version: VERSION,
    ...{ created, generator, cwd },
    ...sites.tables(),
    places: { site: [], line: [], column: [], kind: [] },
    threads: threads.map(threadProfile),
  };
  return checkProfile(profile, name);
}

function threadProfile(thread: ImportedThread, at: number): ThreadProfile {
  const { name, rootSelf, nodes, edges, clock = 'observed', started = 0, notes = [] } = thread;
  const elapsed = edges.tsub.reduce((sum, time) => sum + time, rootSelf);
  return {
    ...{ id: `0.${at}`, name, pid: 0, started, elapsed, rootSelf, clock },
    ...{ health: {}, notes, anomalies: {}, nodes, edges, ...NOTHING_SUSPENDED },
  };
}
