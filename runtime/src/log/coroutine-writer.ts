import { AT, DEPTH, OFF } from './cells.ts';
import type { Log } from './log.ts';
import { BELOW, MORE, ROW, STATE } from './token-rows.ts';
import { RUNNING } from '../coroutine-states.ts';
import { setState, type Tokens } from './tokens.ts';
import { write, writeShort } from './writer.ts';

/*
 * Coroutines go off the stack and come onto it. The log is told by an event of that kind; while profiling is off it is only
 * noted. As far as the log is concerned one that runs is on top, and replay finds out whether it is. Two functions, each
 * so short that V8 inlines it; where others move as well, `moveAll` stands in for both.
 */

/**
 * A coroutine goes off the stack, and is in this state from now on. One that is on top goes by a single word: `id`, where there is one (the place at
 * which it is suspended, or LEAVE).
 */
export function go(log: Log, tokens: Tokens, token: number, state: number, kind: number, id = 0): void {
  const { cells } = log;
  const { rows } = tokens;
  const row = token * ROW;
  if (rows[row + MORE]! < 0) return tokens.moveAll!(token, state, kind, id);
  const now = cells[DEPTH]!;
  const wasRunning = rows[row + STATE] === RUNNING;
  const depth = wasRunning ? rows[row + BELOW]! : now;
  setState(tokens, token, state);
  rows[row + BELOW] = id;
  // In this order: an observer must not see the word of one that goes, and think that it has come. Nor the other way round.
  if (cells[AT]! >= 0)
    cells[AT] =
      id > 0 && depth === now - 1
        ? writeShort(log, id, depth)
        : write(log, kind, wasRunning ? now - 1 : now, token);
  cells[DEPTH] = depth;
}

/** A coroutine comes onto the stack, or stands there already. */
export function come(log: Log, tokens: Tokens, token: number, kind: number): void {
  const { cells } = log;
  const { rows } = tokens;
  const row = token * ROW;
  if (rows[row + MORE]! < 0) return tokens.moveAll!(token, RUNNING, kind, 0);
  const now = cells[DEPTH]!;
  const wasRunning = rows[row + STATE] === RUNNING;
  const depth = wasRunning ? rows[row + BELOW]! : now;
  setState(tokens, token, RUNNING);
  rows[row + BELOW] = depth;
  const at = cells[AT]! >= 0 ? write(log, kind, wasRunning ? now - 1 : now, token) : OFF;
  cells[DEPTH] = depth + 1;
  cells[AT] = at;
}
