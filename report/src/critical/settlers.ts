import { SITE_KINDS } from '@tsprof/runtime/profile';
import { ENDS, HOW_MASK, PARKS, calleeHash } from '@tsprof/runtime/timeline';
import type { Slice } from '@tsprof/runtime/timeline';
import type { LaneSites } from '../timeline/sites.ts';
import type { Life, Window } from './window.ts';

/** A coroutine of ours that a wait was for, and when that settled. */
export interface Settler {
  readonly life: Life;
  readonly at: number;
}

/** What let a coroutine go on, and what else it had waited for until then, if that is what it needed. */
export interface Settled extends Settler {
  readonly others: readonly Settler[];
}

const ALL = new Set(['all', 'allSettled'].map(calleeHash));
const FIRST = new Set(['race', 'any'].map(calleeHash));
const TAGGED = calleeHash('tag');
const TAG = SITE_KINDS.indexOf('tag');

/** Finds what ended the waits of coroutines, from recorded facts alone; docs/critical.md has the rules. */
export class Settlers {
  readonly #window: Window;
  readonly #sites: LaneSites;
  /** By instance: those that it has created, by their ends. */
  readonly #ended = new Map<number, readonly Settler[]>();

  constructor(window: Window, sites: LaneSites) {
    this.#window = window;
    this.#sites = sites;
  }

  /** What ended the wait of a coroutine between two of its slices. */
  settledBy(life: Life, before: Slice, after: Slice): Settled | null {
    const [from, to] = [before.end, after.start];
    const direct = this.#awaited(before, to);
    if (direct !== null) return { ...direct, others: [] };
    const callee = this.#sites.calleeOf(before.site, before.place);
    const children = this.endedUnder(life, from, to);
    // A child that has ended since the thread was idle last may have settled the awaited promise.
    const recent = children.filter(({ at }) => at >= to - after.busy && at <= to);
    if (ALL.has(callee)) return this.#last(recent, children);
    if (FIRST.has(callee)) return recent.length === 0 ? null : { ...recent[0]!, others: [] };
    if (callee === TAGGED)
      return single(recent.filter((each) => each.life.site !== life.site && this.#isTag(each.life)));
    return callee === 0 ? single(this.#recentRelatives(life, recent, from, to, after.busy)) : null;
  }

  /** `await f()`: what left the stack right before, if it is called so. */
  #awaited({ site, place, awaited, end }: Slice, to: number): Settler | null {
    const life = awaited === 0 ? undefined : this.#window.lives.get(awaited);
    if (life === undefined || !this.#sites.awaits(site, place, life.site)) return null;
    // An async generator settles each time that it hands a value on.
    const settling = life.slices.filter(isSettling);
    const last =
      settling.find((slice) => slice.end >= end && slice.end <= to) ??
      settling.findLast((slice) => slice.end <= end);
    return last === undefined ? null : { life, at: last.end };
  }

  /** The coroutines that it has created and that ended between two moments, the earliest first. */
  endedUnder({ instance }: Life, from: number, to: number): Settler[] {
    let ended = this.#ended.get(instance);
    if (ended === undefined) {
      ended = (this.#window.children.get(instance) ?? []).flatMap(settlerOf).sort((a, b) => a.at - b.at);
      this.#ended.set(instance, ended);
    }
    return ended.slice(firstAt(ended, from), firstAt(ended, to, true));
  }

  #last(recent: readonly Settler[], all: readonly Settler[]): Settled | null {
    const last = recent.at(-1);
    return last === undefined ? null : { ...last, others: all.filter(({ life }) => life !== last.life) };
  }

  #isTag({ site }: Life): boolean {
    return this.#sites.functionOf(site).kind === TAG;
  }

  /** A stored promise may be that of a coroutine which it has created, or one that created it. */
  #recentRelatives(
    life: Life,
    own: readonly Settler[],
    from: number,
    to: number,
    busy: number,
  ): readonly Settler[] {
    const found = [...own];
    const above = new Set([life.instance]);
    for (let up = this.#window.lives.get(life.creator); up !== undefined && !above.has(up.instance);) {
      above.add(up.instance);
      found.push(...this.endedUnder(up, Math.max(from, to - busy), to));
      up = this.#window.lives.get(up.creator);
    }
    return found.filter((each) => !above.has(each.life.instance));
  }
}

/** Where several could have done it, nobody knows which one it was. */
const single = (found: readonly Settler[]): Settled | null =>
  found.length === 1 ? { ...found[0]!, others: [] } : null;

const isSettling = ({ how }: Slice): boolean => (how & HOW_MASK) === ENDS || (how & HOW_MASK) === PARKS;

/** When a coroutine ended, if it has. */
function settlerOf(life: Life): Settler[] {
  const last = life.slices.at(-1)!;
  return (last.how & HOW_MASK) === ENDS ? [{ life, at: last.end }] : [];
}

/** The index of the first one at this time or later; `isBehind`: later. */
function firstAt(settlers: readonly Settler[], time: number, isBehind = false): number {
  let [low, high] = [0, settlers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const { at } = settlers[middle]!;
    if (at < time || (isBehind && at === time)) low = middle + 1;
    else high = middle;
  }
  return low;
}
