import { SITE_KINDS } from '@tsprof/runtime/profile';
import { ENDS, HOW_MASK, WAITS } from '@tsprof/runtime/timeline';
import type { Lane, Slice } from '@tsprof/runtime/timeline';
import { LaneSites } from '../timeline/sites.ts';
import { Settlers, type Settler } from './settlers.ts';
import type { Target } from './targets.ts';
import { innermost, readWindow, type Life, type Ran, type Window } from './window.ts';

export type PieceState = 'running' | 'waiting' | 'ready';

/** A stretch of the chain; log time of the lane, ns. */
export interface Piece {
  readonly state: PieceState;
  /** The function that ran, or whose coroutine waited or was ready. */
  readonly name: string;
  readonly file: string;
  /** Of the function, or of the await. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
  /** Where it is ready, what ran meanwhile; where it waits, what ran right before it went on: that may be why it is late. */
  readonly blockers?: readonly Piece[];
}

/** A coroutine from one moment to another: pieces of its own, and chains of what it waited for. */
export interface Chain {
  readonly parts: readonly (Piece | Link)[];
}

/** What it waited for, and what it would have had to wait for next: how much earlier each of those had settled. */
export interface Link {
  readonly chain: Chain;
  readonly others: readonly { readonly chain: Chain; readonly earlier: number }[];
}

const TAG = SITE_KINDS.indexOf('tag');
/** Coroutines that wait for each other; what is further down is waiting time. */
const MOST_DEPTH = 500;
/** Of what `Promise.all` waited for, those that settled last. */
const MOST_OTHERS = 16;

/** The chain that determined how long a coroutine took. */
export function chainOf({ lane, instance, from, to }: Target, cwd: string): Chain {
  const window = readWindow(lane, from, to);
  return new Chains(window, lane, cwd).of(window.lives.get(instance)!, from, to);
}

class Chains {
  readonly #window: Window;
  readonly #sites: LaneSites;
  readonly #settlers: Settlers;
  /** Those that are being looked at: none of them waits for itself. */
  readonly #path = new Set<number>();
  readonly #known = new Map<string, Chain>();

  constructor(window: Window, lane: Lane, cwd: string) {
    this.#window = window;
    this.#sites = new LaneSites(lane, cwd);
    this.#settlers = new Settlers(window, this.#sites);
  }

  /** The chain of a coroutine between two times, made once: it does not depend on what led there. */
  of(life: Life, from: number, to: number): Chain {
    const key = `${life.instance} ${from} ${to}`;
    let chain = this.#known.get(key);
    if (chain === undefined) {
      this.#path.add(life.instance);
      this.#known.set(key, (chain = { parts: this.#parts(life, from, to) }));
      this.#path.delete(life.instance);
    }
    return chain;
  }

  #parts(life: Life, from: number, to: number): (Piece | Link)[] {
    const parts: (Piece | Link)[] = [];
    let at = from;
    let before: Slice | null = null;
    for (const slice of life.slices) {
      if (slice.start > to) break;
      if (slice.end >= from) {
        if (slice.start > at) parts.push(...this.#between(life, before, slice, at, slice.start));
        at = Math.max(at, slice.start);
        const end = Math.min(slice.end, to);
        if (end > at) parts.push(...this.#running(slice, at, end));
        at = Math.max(at, end);
      }
      before = slice;
    }
    if (at < to) parts.push(this.#waiting(life, before, at, to));
    return parts;
  }

  #running({ site, depth }: Slice, from: number, to: number): Piece[] {
    const pieces = innermost(this.#window, from, to, depth);
    // A stretch in which no recorded call ran is the coroutine's own.
    const all = pieces.length > 0 ? pieces : [{ site, from, to }];
    return all.map((piece) => this.#runningPiece(piece));
  }

  #between(life: Life, before: Slice | null, after: Slice, from: number, to: number): (Piece | Link)[] {
    const how = before === null ? ENDS : before.how & HOW_MASK;
    if (this.#sites.functionOf(life.site).kind === TAG) return this.#underTag(life, before, from, to);
    const settled = how === WAITS ? this.#settlers.settledBy(life, before!, after) : null;
    if (settled === null) return [this.#waiting(life, before, from, to, to - after.busy)];
    return this.#waited(life, before, settled, settled.others, from, to);
  }

  /** A wait for another coroutine: until that begins, it, and the time from its end on. */
  #waited(
    life: Life,
    before: Slice | null,
    settler: Settler,
    others: readonly Settler[],
    from: number,
    to: number,
  ): (Piece | Link)[] {
    const parts: (Piece | Link)[] = [];
    const begin = Math.max(from, settler.life.slices[0]!.start);
    const settledAt = Math.max(begin, settler.at);
    const isInCircle = this.#path.has(settler.life.instance) || this.#path.size > MOST_DEPTH;
    if (isInCircle) return [this.#waiting(life, before, from, to)];
    if (begin > from) parts.push(this.#waiting(life, before, from, begin));
    if (settledAt > begin) parts.push(this.#link(settler, others, begin, settledAt));
    if (to > settledAt) parts.push(this.#ready(life, before, settledAt, to));
    return parts;
  }

  #link(settler: Settler, others: readonly Settler[], from: number, to: number): Link {
    const next = others
      .filter(({ at, life }) => at > from && !this.#path.has(life.instance))
      .slice(-MOST_OTHERS);
    return {
      chain: this.of(settler.life, from, to),
      others: next.map(({ life, at }) => ({
        chain: this.of(life, Math.max(from, life.slices[0]!.start), at),
        earlier: to - at,
      })),
    };
  }

  /** What runs under a tag is one after the other: each time what ended last. */
  #underTag(life: Life, before: Slice | null, from: number, to: number): (Piece | Link)[] {
    const parts: (Piece | Link)[] = [];
    let end = to;
    for (const last of this.#settlers.endedUnder(life, from, to).reverse()) {
      const begin = Math.max(from, last.life.slices[0]!.start);
      if (last.at > end || begin >= last.at || this.#path.has(last.life.instance)) continue;
      if (end > last.at) parts.unshift(this.#waiting(life, before, last.at, end));
      parts.unshift({ chain: this.of(last.life, begin, last.at), others: [] });
      end = begin;
    }
    if (end > from) parts.unshift(this.#waiting(life, before, from, end));
    return parts;
  }

  /** The end of the wait may have been late by what the thread was busy with: since `busySince`, if that is told. */
  #waiting(life: Life, before: Slice | null, from: number, to: number, busySince = to): Piece {
    const line = this.#lineOf(life, before);
    return {
      ...this.#piece('waiting', life.site, line, from, to),
      blockers: this.#ran(Math.max(from, busySince), to),
    };
  }

  #ready(life: Life, before: Slice | null, from: number, to: number): Piece {
    return {
      ...this.#piece('ready', life.site, this.#lineOf(life, before), from, to),
      blockers: this.#ran(from, to),
    };
  }

  /** Where it waits. */
  #lineOf({ site }: Life, before: Slice | null): number {
    return before === null
      ? this.#sites.functionOf(site).line
      : this.#sites.lineOf(before.site, before.place);
  }

  /** What the thread was busy with. */
  #ran(from: number, to: number): Piece[] {
    if (from >= to) return [];
    return innermost(this.#window, from, to, 0).map((piece) => this.#runningPiece(piece));
  }

  #runningPiece({ site, from, to }: Ran): Piece {
    return this.#piece('running', site, this.#sites.functionOf(site).line, from, to);
  }

  #piece(state: PieceState, site: number, line: number, from: number, to: number): Piece {
    const { name, file } = this.#sites.functionOf(site);
    return { state, name, file, line, from, to };
  }
}
