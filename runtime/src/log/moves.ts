import { PARK, SUSPEND } from '../events.ts';
import { DEPTH } from './cells.ts';
import type { Log } from './log.ts';
import { BELOW, INNER, OUTER, ROW, STATE } from './token-rows.ts';
import { ASKING, HANDED, RUNNING } from './token-states.ts';
import { setState, type Tokens } from './tokens.ts';
import { writeDown, writeUp } from './writer.ts';

/**
 * A coroutine comes onto the stack, or goes off it, and the log is told by an event of this kind; while profiling is off
 * it is only noted.
 */
export function move(log: Log, tokens: Tokens, token: number, state: number, kind: number): void {
  const { rows } = tokens;
  const row = token * ROW;
  const now = log.cells[DEPTH]!;
  const wasRunning = rows[row + STATE] === RUNNING;
  // As far as the log is concerned one that runs is on top, and replay finds out whether it is.
  const told = wasRunning ? now - 1 : now;
  const depth = wasRunning ? rows[row + BELOW]! : now;
  setState(tokens, token, state);
  if (state !== RUNNING) return writeDown(log, kind, told, token, depth);
  rows[row + BELOW] = depth;
  if (rows[row + OUTER] !== 0) takeBack(log, tokens, token);
  writeUp(log, kind, told, token, depth + 1);
}

/** What it has yielded goes on to whoever delegates to it: all of them are parked. */
export function handOn(log: Log, tokens: Tokens, token: number): void {
  for (let by = outerIn(tokens, token, ASKING); by !== 0; by = outerIn(tokens, by, ASKING))
    move(log, tokens, by, HANDED, PARK);
}

/**
 * It goes on although they have not asked for more: what it had yielded was not for them (somebody stands in between, or
 * has an interest of his own), and they wait.
 */
function takeBack(log: Log, tokens: Tokens, token: number): void {
  for (let by = outerIn(tokens, token, HANDED); by !== 0; by = outerIn(tokens, by, HANDED))
    move(log, tokens, by, ASKING, SUSPEND);
  tokens.last = token;
}

/** Who delegates to this coroutine and is in that state; 0 for nobody. */
export function outerIn({ rows }: Tokens, token: number, sought: number): number {
  const outer = rows[token * ROW + OUTER]!;
  const row = outer * ROW;
  return rows[row + INNER] === token && rows[row + STATE] === sought ? outer : 0;
}
