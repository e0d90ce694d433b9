import { AT, DEPTH, OFF } from './cells.ts';
import type { Log } from './log.ts';
import { BELOW, OUTER, ROW, STATE } from './token-rows.ts';
import { RUNNING } from '../coroutine-states.ts';
import { setState, type Tokens } from './tokens.ts';
import { write, writeShort } from './writer.ts';

/**
 * A coroutine comes onto the stack, or goes off it, and the log is told by an event of this kind; while profiling is off
 * it is only noted. One that is on top, as far as the log is concerned, goes by a single word: `id`, where there is one (the
 * place at which it is suspended, or LEAVE).
 */
export function writeCoroutine(
  log: Log,
  tokens: Tokens,
  token: number,
  state: number,
  kind: number,
  id = 0,
): void {
  const { cells } = log;
  const { rows } = tokens;
  const row = token * ROW;
  const now = cells[DEPTH]!;
  const wasRunning = rows[row + STATE] === RUNNING;
  // As far as the log is concerned one that runs is on top, and replay finds out whether it is.
  const told = wasRunning ? now - 1 : now;
  const depth = wasRunning ? rows[row + BELOW]! : now;
  const isUp = state === RUNNING;
  setState(tokens, token, state);
  if (isUp && rows[row + OUTER] !== 0) tokens.tellOuter!(token, false);
  let at = OFF;
  if (cells[AT]! >= 0) {
    const isShort = id > 0 && wasRunning && depth === told;
    at = isShort ? writeShort(log, id, told) : write(log, kind, told, token);
  }
  rows[row + BELOW] = isUp ? depth : id;
  // An observer must not see the word of one that comes, and think that it has gone; nor the other way round.
  if (isUp) cells[DEPTH] = depth + 1;
  cells[AT] = at;
  if (!isUp) cells[DEPTH] = depth;
}
