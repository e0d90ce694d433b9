import { END, LEAVE, LOW_RESUME, LOW_TOKENS, PARK, RESUME, SUSPEND } from '../events.ts';
import { AT, DEPTH, OFF } from './cells.ts';
import { type Log } from './log.ts';
import { BELOW, INNER, OUTER, PLACE, ROW, STATE } from './token-rows.ts';
import { ASKING, ENDED, HANDED, RUNNING, WAITING } from '../coroutine-states.ts';
import { setState, type Tokens } from './tokens.ts';
import { writeDown, writeShort, writeUp } from './writer.ts';

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
  if (state !== RUNNING) {
    if (wasRunning) rows[row + PLACE] = 0;
    return writeDown(log, kind, told, token, depth);
  }
  rows[row + BELOW] = depth;
  if (rows[row + OUTER] !== 0) takeBack(log, tokens, token);
  writeUp(log, kind, told, token, depth + 1);
}

/**
 * A coroutine is suspended at the place with this id: a single word, if it is on top as far as the log is concerned; else an
 * event of `kind`, which says who it is and not where.
 */
export function halt(log: Log, tokens: Tokens, token: number, state: number, kind: number, id: number): void {
  const { cells } = log;
  const { rows } = tokens;
  const row = token * ROW;
  const below = cells[DEPTH]! - 1;
  const isOnTop = rows[row + STATE] === RUNNING && rows[row + BELOW] === below;
  if (!isOnTop) move(log, tokens, token, state, kind);
  else {
    setState(tokens, token, state);
    if (cells[AT]! >= 0) cells[AT] = writeShort(log, id, below);
    cells[DEPTH] = below;
  }
  rows[row + PLACE] = id;
}

/** A coroutine ends: a single word, if it is on top as far as the log is concerned. */
export function finish(log: Log, tokens: Tokens, token: number): void {
  const { cells } = log;
  const row = token * ROW;
  const below = cells[DEPTH]! - 1;
  const isOnTop = tokens.rows[row + STATE] === RUNNING && tokens.rows[row + BELOW] === below;
  if (!isOnTop) return move(log, tokens, token, ENDED, END);
  setState(tokens, token, ENDED);
  if (cells[AT]! >= 0) cells[AT] = writeShort(log, LEAVE, below);
  cells[DEPTH] = below;
}

/** A coroutine that waited goes on: a single word, if there is nothing below it on the stack. */
export function resume(log: Log, tokens: Tokens, token: number): void {
  const { cells } = log;
  const { rows } = tokens;
  const row = token * ROW;
  const isAlone = cells[DEPTH] === 0 && rows[row + STATE] === WAITING && rows[row + OUTER] === 0;
  if (!isAlone || token >= LOW_TOKENS) return move(log, tokens, token, RUNNING, RESUME);
  setState(tokens, token, RUNNING);
  rows[row + BELOW] = 0;
  const at = cells[AT]! < 0 ? OFF : writeShort(log, LOW_RESUME, token);
  cells[DEPTH] = 1;
  cells[AT] = at;
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
