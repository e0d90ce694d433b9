import {
  DEPTH_BITS,
  DEPTH_MASK,
  END,
  FIRST_LINE,
  FIRST_KIND,
  FIRST_PLACE,
  ID_BITS,
  ID_MASK,
  LEAVE,
  LOW_GENERATOR,
  LOW_TOKEN,
  PARK,
  PAYLOAD_MASK,
  RESUME,
  SUSPEND,
  TOKEN,
  UNPARK,
} from '../events.ts';
import { EDGE_COLUMNS, SITE } from './columns.ts';
import { meanOf } from './interval-means.ts';
import type { ReplayState } from './state.ts';
import { ROOT_SITE } from './tree.ts';
import { isOneWord } from './words.ts';

/*
 * Who was on top in a window, one after the other, is found out ahead of its replay, on a stack that has only what has
 * come since the window began:
 *
 *     words      a ─── b ───────── c        b and what called it end without a word; c's depth says so
 *     intervals    a │ b │ a │ …  │ c
 */

/** Intervals between the events of a window, in order. */
export interface Intervals {
  length: number;
  /** The index in the words behind whose event it begins. */
  readonly at: number[];
  /** How deep the stack is meanwhile. */
  readonly depth: number[];
  /** How long it is expected to be, ns. */
  readonly mean: number[];
}

/** The intervals of the words from index `from` up to `to`, after which `depthBehind` activations are on the stack. */
export function intervalsOf(
  state: ReplayState,
  words: Int32Array,
  from: number,
  to: number,
  depthBehind: number,
): Intervals {
  const walk = new WindowWalk(state);
  for (let at = from; at < to;) {
    const id = words[at]! & ID_MASK;
    const length = isOneWord(id) ? 1 : 2;
    walk.event(id, words[at]! >>> ID_BITS, words[at + 1]! & PAYLOAD_MASK, at, at + length);
    at += length;
  }
  walk.end(walk.full(depthBehind), to);
  return walk.intervals;
}

/** Follows the stack through a window. Depths are in full. */
class WindowWalk {
  readonly intervals: Intervals = { length: 0, at: [], depth: [], mean: [] };
  readonly #state: ReplayState;
  /** Activations on the stack. */
  #depth: number;
  /** The lowest place on the stack that something has come to, and the sites from there on. */
  #base: number;
  readonly #sites: number[] = [];
  /** The token that a start which follows is given, and where it was named; else 0. */
  #named = 0;
  #namedAt = 0;
  /** Tokens that were given, and to which sites. */
  readonly #tokens: number[] = [];
  readonly #sitesOfTokens: number[] = [];

  constructor(state: ReplayState) {
    this.#state = state;
    this.#depth = this.#base = state.stack.depth - state.stack.offset;
  }

  /** What a word says of a depth, in full: the nearest to what the stack is now. */
  full(depth: number): number {
    const further = ((depth & DEPTH_MASK) - this.#depth) & DEPTH_MASK;
    return this.#depth + ((further << (32 - DEPTH_BITS)) >> (32 - DEPTH_BITS));
  }

  event(id: number, depth: number, payload: number, at: number, behind: number): void {
    if (id < FIRST_LINE) this.#start(this.full(depth), id, at, behind);
    else if (id === LOW_TOKEN || id === LOW_GENERATOR) this.#name(depth & DEPTH_MASK, at);
    else if (id === TOKEN) this.#name(payload >>> 1, at);
    else if (isDeparture(id)) this.#goOff(this.full(depth), at, behind);
    else if (id === RESUME || id === UNPARK)
      this.#come(this.full(depth), this.#siteOfToken(payload), at, behind);
  }

  /** All but `depth` activations end, each after a last interval of its own, but for the one on top, which has had it. */
  fallTo(depth: number, at: number): void {
    while (this.#depth > depth) {
      this.#depth--;
      this.#add(this.#depth, at);
    }
  }

  /** The time of a window in which nothing came belongs to what is on top. */
  end(depth: number, at: number): void {
    this.fallTo(depth, at);
    if (this.intervals.length === 0) this.#add(this.#depth, at);
  }

  #start(depth: number, site: number, at: number, behind: number): void {
    const token = this.#named;
    if (token !== 0) {
      this.#tokens[this.#tokens.length] = token;
      this.#sitesOfTokens[this.#sitesOfTokens.length] = site;
    }
    this.#named = 0;
    this.#come(depth, site, token === 0 ? at : this.#namedAt, behind);
  }

  #come(depth: number, site: number, at: number, behind: number): void {
    this.fallTo(depth, at);
    if (depth < this.#base) this.#base = depth;
    this.#sites[depth - this.#base] = site;
    this.#depth = depth + 1;
    this.#add(this.#depth, behind);
  }

  /** The coroutine above `depth` others goes off the stack. */
  #goOff(depth: number, at: number, behind: number): void {
    this.fallTo(depth + 1, at);
    this.fallTo(depth, behind);
  }

  #name(token: number, at: number): void {
    this.#named = token;
    this.#namedAt = at;
  }

  #siteOfToken(token: number): number {
    for (let index = this.#tokens.length - 1; index >= 0; index--)
      if (this.#tokens[index] === token) return this.#sitesOfTokens[index]!;
    const { coroutines, tree } = this.#state;
    return tree.edge[coroutines.edge[token]! * EDGE_COLUMNS + SITE] ?? ROOT_SITE;
  }

  /** The one above `depth - 1` others is on top. */
  #siteOnTop(depth: number): number {
    if (depth > this.#base) return this.#sites[depth - 1 - this.#base]!;
    const { stack, tree } = this.#state;
    const frame = depth + stack.offset;
    return frame > 0 ? tree.nodeSite[stack.node[frame]!]! : ROOT_SITE;
  }

  #add(depth: number, at: number): void {
    const { intervals } = this;
    const index = intervals.length++;
    intervals.at[index] = at;
    intervals.depth[index] = depth;
    intervals.mean[index] = meanOf(this.#state.windows.means, this.#siteOnTop(depth));
  }
}

const isDeparture = (id: number): boolean =>
  (id >= FIRST_PLACE && id < FIRST_KIND) || id === LEAVE || id === END || id === SUSPEND || id === PARK;
