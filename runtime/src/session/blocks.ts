import { AGAIN, PARK, RESUME, SUSPEND } from '../events.ts';
import { ASKING, ENDED, PARKED, RUNNING, WAITING } from '../coroutine-states.ts';
import { BLOCKS, DEPTH } from '../log/cells.ts';
import { come, go } from '../log/coroutine-writer.ts';
import { clearBlocks, setMore, type MovesWithin } from '../log/moves.ts';
import { BELOW, HAS_BLOCKS, MORE, ROW, STATE, WAIT } from '../log/token-rows.ts';
import { freeToken, isRunning, setState } from '../log/tokens.ts';
import { add, mapDelete, mapGet, mapSet } from '../intrinsics.ts';
import type { Realm } from '../realm.ts';
import { beginRequest, endRequest } from './request.ts';

/**
 * Blocks of code that are timed, `using p = profiled('name')`. A block is a request (request.ts) on the stack above the function in
 * which it stands. Where that is a coroutine the block leaves the stack and comes back with it:
 *
 *     f       ██████░░░░░░██████|        █ runs, ░ waits, | ends
 *     block     ████░░░░░░███|
 *
 * Functions are told apart by their probes alone. In one that has none a block is taken off the stack at the end of its job.
 * The program may have replaced what lists and maps inherit.
 */
interface Block {
  readonly token: number;
  /** The coroutine in which it stands; 0: in a plain function, or in code without probes. */
  readonly owner: number;
  isOver: boolean;
}

/** Worklets have no `queueMicrotask`; nothing is recorded there. */
const soon = globalThis.queueMicrotask as typeof queueMicrotask | undefined;

/** Those of a realm that are not over. */
export class Blocks implements MovesWithin {
  readonly #realm: Realm;
  /** By the coroutine in which they stand: the outermost first. */
  readonly #open = new Map<number, Block[]>();
  /** By the token of a block. */
  readonly #ownerOf = new Map<number, number>();
  /** The tokens of those on the stack, the outermost first. */
  readonly #onStack: number[] = [];

  constructor(realm: Realm) {
    this.#realm = realm;
    realm.tokens.within = this;
  }

  /** A block of the tag with this site begins where the program is. Returns what ends it, which does nothing when called again. */
  begin(site: number): () => void {
    const { log, tokens } = this.#realm;
    const owner = this.#ownerOnTop();
    const token = beginRequest(this.#realm, site);
    tokens.rows[token * ROW + WAIT] = 0;
    const block = { token, owner, isOver: false };
    mapSet(this.#ownerOf, token, owner);
    this.#comes(token);
    if (owner === 0) soon?.(() => this.#takeOff(block));
    else {
      // A coroutine that had this token may have been given up together with its blocks.
      const isFirst = tokens.rows[owner * ROW + MORE] !== HAS_BLOCKS;
      if (isFirst) mapSet(this.#open, owner, [block]);
      else add(mapGet(this.#open, owner)!, block);
      setMore(log, tokens, owner, HAS_BLOCKS);
    }
    return () => this.#end(block);
  }

  before(token: number, state: number, kind: number): boolean {
    const { log, tokens } = this.#realm;
    const blocks = mapGet(this.#open, token)!;
    const ran = isRunning(tokens, token);
    if (ran && state === RUNNING && kind === AGAIN) {
      // What has lost its end stands above the innermost block, and the coroutine below it runs as ever.
      come(log, tokens, blocks[blocks.length - 1]!.token, AGAIN);
      tokens.last = token;
      return true;
    }
    const waits = state === WAITING || state === ASKING;
    if (state === ENDED) this.#endFrom(blocks, 0);
    else if (ran || state !== RUNNING)
      for (let at = blocks.length; at-- > 0;) this.#suspend(blocks[at]!.token, waits ? WAITING : PARKED);
    return false;
  }

  after(token: number, state: number): void {
    const { tokens } = this.#realm;
    if (state === ENDED) return void mapDelete(this.#open, token);
    if (state === RUNNING) this.#runAll(mapGet(this.#open, token)!);
    tokens.last = token;
  }

  #runAll(blocks: readonly Block[]): void {
    for (let at = 0; at < blocks.length; at++) this.#run(blocks[at]!.token);
  }

  #suspend(token: number, state: number): void {
    const { log, tokens, sampling } = this.#realm;
    if (tokens.rows[token * ROW + STATE] === state) return;
    go(log, tokens, token, state, state === WAITING ? SUSPEND : PARK);
    this.#goes(token);
    sampling?.noteSuspended(token);
  }

  #run(token: number): void {
    const { log, tokens, sampling } = this.#realm;
    sampling?.noteRun(token);
    // One that waits comes back onto a stack that is not empty, as it does behind an error.
    const kind = tokens.rows[token * ROW + STATE] === WAITING ? AGAIN : RESUME;
    come(log, tokens, token, kind);
    this.#comes(token);
  }

  #comes(token: number): void {
    add(this.#onStack, token);
    this.#tellDepth();
  }

  #goes(token: number): void {
    const onStack = this.#onStack;
    let at = lastIndexOf(onStack, token);
    if (at >= 0) {
      for (; at + 1 < onStack.length; at++) onStack[at] = onStack[at + 1]!;
      onStack.length--;
    }
    this.#tellDepth();
  }

  #tellDepth(): void {
    const { log, tokens } = this.#realm;
    const { length } = this.#onStack;
    log.cells[BLOCKS] = length === 0 ? 0 : tokens.rows[this.#onStack[length - 1]! * ROW + BELOW]! + 1;
  }

  /** The coroutine that is on top of the stack, be it below blocks of its own; 0: none is. */
  #ownerOnTop(): number {
    const { log, tokens } = this.#realm;
    const { rows, used, last } = tokens;
    const below = log.cells[DEPTH]! - 1;
    const isOnTop = (token: number): boolean =>
      rows[token * ROW + STATE] === RUNNING && rows[token * ROW + BELOW] === below;
    let token = last;
    if (token === 0 || !isOnTop(token)) for (token = used - 1; token > 0 && !isOnTop(token);) token--;
    return mapGet(this.#ownerOf, token) ?? token;
  }

  #end(block: Block): void {
    if (block.isOver) return;
    const { tokens } = this.#realm;
    const { owner, token } = block;
    const blocks = mapGet(this.#open, owner);
    const at = owner === 0 || blocks === undefined ? -1 : lastIndexOf(blocks, block);
    if (blocks !== undefined && at >= 0) {
      this.#endFrom(blocks, at);
      if (blocks.length > 0) return;
      mapDelete(this.#open, owner);
      clearBlocks(tokens, owner);
    } else if (this.#isLost(token)) this.#forget(block);
    else this.#over(block);
  }

  /** Those from this index on, the innermost first. */
  #endFrom(blocks: Block[], first: number): void {
    while (blocks.length > first) {
      const block = blocks[blocks.length - 1]!;
      blocks.length--;
      this.#over(block);
    }
  }

  #over(block: Block): void {
    block.isOver = true;
    mapDelete(this.#ownerOf, block.token);
    endRequest(this.#realm, block.token, false);
    this.#goes(block.token);
  }

  /** The job in which it has begun is over: if the block is not, code without probes waits in it, or has left it open. */
  #takeOff(block: Block): void {
    if (block.isOver || !isRunning(this.#realm.tokens, block.token)) return;
    if (this.#isLost(block.token)) this.#forget(block);
    else this.#suspend(block.token, WAITING);
  }

  /** Whether the function in which it stands has left the stack without it. */
  #isLost(token: number): boolean {
    const { log, tokens } = this.#realm;
    return isRunning(tokens, token) && tokens.rows[token * ROW + BELOW]! >= log.cells[DEPTH]!;
  }

  #forget(block: Block): void {
    block.isOver = true;
    mapDelete(this.#ownerOf, block.token);
    this.#goes(block.token);
    setState(this.#realm.tokens, block.token, ENDED);
    freeToken(this.#realm.tokens, block.token);
  }
}

function lastIndexOf<T>(list: readonly T[], item: T): number {
  let at = list.length - 1;
  while (at >= 0 && list[at] !== item) at--;
  return at;
}
