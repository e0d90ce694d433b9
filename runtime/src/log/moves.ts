import { PARK } from '../events.ts';
import { ENDED, RUNNING } from '../coroutine-states.ts';
import { come, go } from './coroutine-writer.ts';
import type { Log } from './log.ts';
import { HAS_BLOCKS, LEADS, MORE, OUTER, ROW } from './token-rows.ts';
import type { MoveAll, Tokens } from './tokens.ts';

/** What moves together with the coroutine in which it stands: blocks of code (session/blocks.ts). */
export interface MovesWithin {
  /** Said before the coroutine's own event. True: that one is to be left out. */
  before(token: number, state: number, kind: number): boolean;
  /** Said behind it. */
  after(token: number, state: number): void;
}

/** What stands in for `come` and `go` where more is to be told than of one coroutine. */
export function createMoveAll(log: Log, tokens: Tokens): MoveAll {
  return (token, state, kind, id) => {
    const at = token * ROW + MORE;
    const more = tokens.rows[at]!;
    const within = more === HAS_BLOCKS ? tokens.within : undefined;
    // The coroutine's own event is written in the usual way.
    tokens.rows[at] = 0;
    try {
      if (within?.before(token, state, kind) === true) return;
      if (state === RUNNING) tokens.tellOuter?.(token, false);
      if (state === RUNNING) come(log, tokens, token, kind);
      else go(log, tokens, token, state, kind, id);
      if (kind === PARK && id !== 0) tokens.tellOuter?.(token, true);
      within?.after(token, state);
    } finally {
      if (state !== ENDED && tokens.rows[at] === 0) tokens.rows[at] = more;
    }
  };
}

/** From now on `moveAll` is asked about this coroutine, as it has a block (HAS_BLOCKS) or may have an OUTER (LEADS). */
export function setMore(log: Log, tokens: Tokens, token: number, more: number): void {
  tokens.moveAll ??= createMoveAll(log, tokens);
  tokens.rows[token * ROW + MORE] = more;
}

/** A coroutine has no block any more. */
export function clearBlocks({ rows }: Tokens, token: number): void {
  rows[token * ROW + MORE] = rows[token * ROW + OUTER] === 0 ? 0 : LEADS;
}
