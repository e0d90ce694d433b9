import { resized } from '../intrinsics.ts';
import { FREE, QUIET, RUNNING } from './token-states.ts';
import { GONE, JOIN_PARKED, JOIN_RUNNING, JOIN_WAITING, MANY } from '../events.ts';

const { apply } = Reflect;
// Kept from load time: the program may patch them.
const { indexOf, sort, subarray } = Int32Array.prototype;

const JOIN_WORDS = [
  ...[GONE, JOIN_RUNNING, JOIN_WAITING, JOIN_PARKED],
  ...[JOIN_WAITING, JOIN_PARKED, JOIN_PARKED, JOIN_WAITING],
];

/**
 * Asks that the probe `abandon` be called with `token` and `wait` when the promise for which that coroutine waits has been
 * collected. False where this would not mean that it never goes on. Made by the host.
 */
export type Watch = (value: unknown, token: number, wait: number) => boolean;

/**
 * The live coroutines of a thread, kept whether profiling is on or off, so that those which are alive when it
 * starts are known. A token is an index here and is used again once its coroutine has ended.
 */
export interface Tokens {
  site: Int32Array;
  state: Uint8Array;
  /** While it runs: how many activations are on the stack below it. */
  depth: Int32Array;
  /** The async generator that its async `yield*` asks; true where that one's `outer` leads back. 0 for none. */
  inner: Int32Array;
  /** The other way round: who hands on what it yields. */
  outer: Int32Array;
  /** Who was the last to change its state; 0 when it has ended. */
  last: number;
  /** How many are QUIET. */
  quiet: number;
  /** 1 where a coroutine ended or began while profiling was off: replay's idea of the token is out of date. */
  stale: Uint8Array;
  /** Tokens below this were used at some time. */
  used: number;
  /** The free ones among them, last freed on top: those below MANY, and from index MANY on the others. */
  free: Int32Array;
  frees: number;
  manyFrees: number;
  /** Null where nobody can tell. */
  watch: Watch | null;
  /** From MANY on: the number of the wait that a coroutine is in, or was last in; 0 where that is not watched. */
  waits: Float64Array;
  lastWait: number;
  /** How many coroutines of each site have been found to wait for ever. */
  abandoned: Int32Array;
}

const FIRST_CAPACITY = 1024;

/** No coroutine; token 0 is never given out. */
export function createTokens(): Tokens {
  return {
    site: new Int32Array(FIRST_CAPACITY),
    state: new Uint8Array(FIRST_CAPACITY),
    depth: new Int32Array(FIRST_CAPACITY),
    inner: new Int32Array(FIRST_CAPACITY),
    outer: new Int32Array(FIRST_CAPACITY),
    last: 0,
    quiet: 0,
    stale: new Uint8Array(FIRST_CAPACITY),
    used: 1,
    free: new Int32Array(FIRST_CAPACITY),
    frees: 0,
    manyFrees: 0,
    watch: null,
    waits: new Float64Array(FIRST_CAPACITY),
    lastWait: 0,
    abandoned: new Int32Array(FIRST_CAPACITY),
  };
}

/** A token for a coroutine of `site` that starts to run above `depth` activations. */
export function takeToken(tokens: Tokens, site: number, depth: number): number {
  const token = tokens.frees > 0 ? tokens.free[--tokens.frees]! : newToken(tokens);
  tokens.site[token] = site;
  tokens.inner[token] = tokens.outer[token] = 0;
  goOn(tokens, token, depth);
  return token;
}

/** The lowest come first, so that few are watched while few are alive. */
function newToken(tokens: Tokens): number {
  if (tokens.manyFrees > 0) return tokens.free[MANY + --tokens.manyFrees]!;
  if (tokens.used === tokens.state.length) resize(tokens, tokens.state.length * 2);
  return tokens.used++;
}

/** It runs, on top of `depth` activations. */
export function goOn(tokens: Tokens, token: number, depth: number): void {
  if (tokens.state[token] === QUIET) tokens.quiet--;
  tokens.state[token] = RUNNING;
  tokens.depth[token] = depth;
  tokens.last = token;
}

/** It does not run any more. */
export function rest(tokens: Tokens, token: number, state: number): void {
  if (state === QUIET) tokens.quiet++;
  tokens.state[token] = state;
  tokens.last = token;
}

/** Its coroutine has ended. */
export function freeToken(tokens: Tokens, token: number): void {
  if (tokens.state[token] === QUIET) tokens.quiet--;
  tokens.state[token] = FREE;
  tokens.last = 0;
  if (token < MANY) tokens.free[tokens.frees++] = token;
  else freeOneOfMany(tokens, token);
}

/** How many tokens there must have been at some time for columns to be cut back: not those between two collections. */
const LARGE = 8 * MANY;

function freeOneOfMany(tokens: Tokens, token: number): void {
  tokens.free[MANY + tokens.manyFrees++] = token;
  if (tokens.used < LARGE || tokens.manyFrees < tokens.used - MANY) return;
  // Of some replay may still have to be told.
  if (apply(indexOf, tokens.stale, [1, MANY]) !== -1) return;
  tokens.manyFrees = 0;
  tokens.used = MANY;
  resize(tokens, MANY);
}

/** Room for more, or less: what lies beyond is forgotten. */
function resize(tokens: Tokens, capacity: number): void {
  tokens.site = resized(tokens.site, new Int32Array(capacity));
  tokens.state = resized(tokens.state, new Uint8Array(capacity));
  tokens.depth = resized(tokens.depth, new Int32Array(capacity));
  tokens.inner = resized(tokens.inner, new Int32Array(capacity));
  tokens.outer = resized(tokens.outer, new Int32Array(capacity));
  tokens.stale = resized(tokens.stale, new Uint8Array(capacity));
  tokens.free = resized(tokens.free, new Int32Array(capacity));
  tokens.waits = resized(tokens.waits, new Float64Array(capacity));
}

/**
 * Tells replay of every coroutine when profiling starts: `tell(control word, argument, token)` is called with GONE
 * for those it may still think alive, then with a JOIN word for each that lives. Those that run come last, in the order
 * in which they stand on the stack.
 */
export function tellTokens(
  tokens: Tokens,
  tell: (word: number, argument: number, token: number) => void,
): void {
  const { state, stale, site, depth, used } = tokens;
  const running = new Int32Array(used);
  let runs = 0;
  for (let token = 1; token < used; token++) {
    if (stale[token] === 1) tell(GONE, token, token);
    stale[token] = 0;
    if (state[token] === RUNNING) running[runs++] = token;
    else if (state[token] !== FREE) tell(JOIN_WORDS[state[token]!]!, site[token]!, token);
  }
  const order: Int32Array = apply(subarray, running, [0, runs]);
  apply(sort, order, [(left: number, right: number) => depth[left]! - depth[right]!]);
  for (let at = 0; at < runs; at++) tell(JOIN_RUNNING, site[order[at]!]!, order[at]!);
}
