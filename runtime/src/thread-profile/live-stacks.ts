import { isCalledSo } from '../sites/callee.ts';
import { PARKED, RUNNING } from '../coroutine-states.ts';
import { SITE_KINDS, SUSPENSION_KINDS, type SiteKind, type SuspensionKind } from '../profile/format.ts';
import type { SiteRow } from '../sites/registry.ts';
import {
  callerPath,
  liveCoroutines,
  liveFrames,
  livePath,
  type LiveCoroutine,
  type Past,
} from '../replay/live.ts';
import type { ReplayState } from '../replay/state.ts';

/*
 * What a thread is doing at this moment, with names: what `GET /stacks` of a control server answers. Plain JSON; times in
 * seconds, lines from 1, columns from 0. `atLeast` stands where something was going on when profiling began.
 */

/** A function, where it was written. */
export interface LiveFunction {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: SiteKind;
}

/** An activation on the stack. */
export interface LiveCall extends LiveFunction {
  /** How long it has run; of a coroutine that has gone on after an await or yield, since then. */
  readonly lasted: number;
  readonly atLeast: boolean;
}

/**
 * Coroutines that are alike: of one function, in the same state at the same place, and below the same row. Rows come behind
 * those that they are below of.
 */
export interface LiveCoroutines extends LiveFunction {
  readonly state: 'running' | 'waiting' | 'parked';
  /** The await or yield where they are suspended; null: they run, or no table told of it. */
  readonly at: { readonly line: number; readonly column: number; readonly kind: SuspensionKind } | null;
  readonly count: number;
  /** How long they have been in that state: the one that has been so longest, and the shortest. */
  readonly longest: number;
  readonly shortest: number;
  readonly atLeast: boolean;
  /** The row (by its index) that awaits them, or else has created them; null: there is none. */
  readonly parent: number | null;
  readonly relation: 'awaited' | 'created' | null;
  /** Of a row without a parent: the functions by which they were called, the outermost first. */
  readonly path: readonly string[];
}

export interface LiveThread {
  /** Whether it is being profiled: nothing else is known where it is not. */
  readonly profiling: boolean;
  /** The outermost first; empty: the event loop, or code without probes. */
  readonly stack: readonly LiveCall[];
  /** How many calls between the outermost ones and the innermost ones were left out of `stack`. */
  readonly omittedCalls: number;
  /** The logical path of the innermost call, by names, the outermost first: through those that created its coroutine. */
  readonly path: readonly string[];
  readonly coroutines: readonly LiveCoroutines[];
  /** How many coroutines are in no row, as there were too many rows. */
  readonly omittedCoroutines: number;
}

/** Calls that are shown of a deep stack: so many of the outermost, and of the innermost. */
const OUTERMOST = 100;
const INNERMOST = 100;
const MOST_ROWS = 10_000;
const NS_PER_S = 1e9;

/**
 * What a thread is doing. `sites`: by number, the first one standing for those that no table told of; `past`: what
 * its accounts do not keep.
 */
export function liveThread(state: ReplayState, sites: readonly SiteRow[], past: Past): LiveThread {
  const { on: profiling } = state;
  if (!profiling)
    return { profiling, stack: [], omittedCalls: 0, path: [], coroutines: [], omittedCoroutines: 0 };
  const siteAt = (site: number): SiteRow => sites[site] ?? sites[0]!;
  const frames = liveFrames(state, past);
  const omittedCalls = Math.max(0, frames.length - OUTERMOST - INNERMOST);
  if (omittedCalls > 0) frames.splice(OUTERMOST, omittedCalls);
  const groups = new Groups(state, siteAt, past);
  return {
    profiling,
    stack: frames.map(({ site, lasted, atLeast }) => ({
      ...functionOf(siteAt(site)),
      lasted: lasted / NS_PER_S,
      atLeast,
    })),
    omittedCalls,
    path: livePath(state).map((site) => siteAt(site).name),
    coroutines: groups.rows,
    omittedCoroutines: groups.omitted,
  };
}

function functionOf({ name, file, line, column, kind }: SiteRow): LiveFunction {
  return { name, file, line, column, kind: SITE_KINDS[kind] ?? 'function' };
}

type Row = { -readonly [Key in keyof LiveCoroutines]: LiveCoroutines[Key] };

/** A coroutine that belongs to no row, as there are too many. */
const NOWHERE = -1;

/** The rows of all coroutines: as many as there are ways to be, not as there are coroutines. */
class Groups {
  readonly rows: Row[] = [];
  omitted = 0;
  readonly #state: ReplayState;
  readonly #siteAt: (site: number) => SiteRow;
  readonly #coroutines = new Map<number, LiveCoroutine>();
  /** By token, the index of its row. */
  readonly #rowOf = new Map<number, number>();
  readonly #rowOfKey = new Map<string, number>();

  constructor(state: ReplayState, siteAt: (site: number) => SiteRow, past: Past) {
    this.#state = state;
    this.#siteAt = siteAt;
    for (const coroutine of liveCoroutines(state, past)) this.#coroutines.set(coroutine.token, coroutine);
    for (const coroutine of this.#coroutines.values()) this.#place(coroutine);
  }

  /** Those above it first. A loop, as chains may be longer than there is stack; what seems to go in circles ends. */
  #place(coroutine: LiveCoroutine): void {
    const chain: LiveCoroutine[] = [];
    const seen = new Set<number>();
    let next: LiveCoroutine | undefined = coroutine;
    while (next !== undefined && !this.#rowOf.has(next.token) && !seen.has(next.token)) {
      chain.push(next);
      seen.add(next.token);
      next = this.#coroutines.get(this.#above(next).token);
    }
    for (const each of chain.reverse()) this.#rowOf.set(each.token, this.#addTo(each));
  }

  /** Who awaits it by a name that is its own, or has created it. */
  #above({ site, awaiter, creator }: LiveCoroutine): { token: number; relation: Row['relation'] } {
    const by = this.#coroutines.get(awaiter);
    if (by !== undefined && this.#awaits(by, site)) return { token: awaiter, relation: 'awaited' };
    return this.#coroutines.has(creator)
      ? { token: creator, relation: 'created' }
      : { token: 0, relation: null };
  }

  #awaits({ site, place }: LiveCoroutine, awaited: number): boolean {
    const suspension = this.#siteAt(site).suspensions[place];
    if (suspension === undefined) return false;
    const isLoop = SUSPENSION_KINDS[suspension.kind] === 'for await';
    return isCalledSo(suspension.callee, isLoop, this.#siteAt(awaited));
  }

  /** Adds it to its row, which is made if need be; returns the row's index. */
  #addTo(coroutine: LiveCoroutine): number {
    const above = this.#above(coroutine);
    const found = above.token === 0 ? undefined : this.#rowOf.get(above.token);
    const parent = found ?? null;
    const relation = parent === null ? null : above.relation;
    const { edge, site, state, place } = coroutine;
    const key = [parent, relation, parent === null ? edge : site, state, place].join(' ');
    let index = this.#rowOfKey.get(key);
    if (index === undefined) {
      if (parent === NOWHERE || this.rows.length === MOST_ROWS) {
        this.omitted++;
        return NOWHERE;
      }
      this.#rowOfKey.set(key, (index = this.rows.length));
      this.rows.push(this.#newRow(coroutine, parent, relation));
    }
    this.#count(this.rows[index]!, coroutine);
    return index;
  }

  #newRow(
    { site, edge, state, place }: LiveCoroutine,
    parent: number | null,
    relation: Row['relation'],
  ): Row {
    const row = this.#siteAt(site);
    const at = row.suspensions[place];
    const { tree } = this.#state;
    return {
      ...functionOf(row),
      state: state === RUNNING ? 'running' : state === PARKED ? 'parked' : 'waiting',
      at:
        at === undefined
          ? null
          : { line: at.line, column: at.column, kind: SUSPENSION_KINDS[at.kind] ?? 'await' },
      ...{ count: 0, longest: 0, shortest: Infinity, atLeast: false, parent, relation },
      path: parent === null ? callerPath(tree, edge).map((above) => this.#siteAt(above).name) : [],
    };
  }

  #count(row: Row, { lasted, atLeast }: LiveCoroutine): void {
    row.count++;
    row.atLeast ||= atLeast;
    row.longest = Math.max(row.longest, lasted / NS_PER_S);
    row.shortest = Math.min(row.shortest, lasted / NS_PER_S);
  }
}
