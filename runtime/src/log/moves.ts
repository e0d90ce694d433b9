/* How coroutines come onto the stack and go off it. */
import { PARK, SUSPEND } from '../events.ts';
import { DEPTH } from './cells.ts';
import { whoAsked, whoHandedOn } from './handing-on.ts';
import type { Log } from './log.ts';
import { ASKING, HANDED, RUNNING } from './token-states.ts';
import { goOn, rest, type Tokens } from './tokens.ts';
import { writeDown, writeUp } from './writer.ts';

/** How deep the stack is without a coroutine, which may not stand there yet. */
export const depthWithout = ({ cells }: Log, tokens: Tokens, token: number): number =>
  tokens.state[token] === RUNNING ? tokens.depth[token]! : cells[DEPTH]!;

/** The same as far as the log is concerned: one that runs is to be on top, and replay finds out whether it is. */
export const below = ({ cells }: Log, tokens: Tokens, token: number): number =>
  tokens.state[token] === RUNNING ? cells[DEPTH]! - 1 : cells[DEPTH]!;

/** The coroutine runs from now on; while profiling is off only that is noted. */
export function run(log: Log, tokens: Tokens, token: number, kind: number): void {
  const told = below(log, tokens, token);
  const depth = depthWithout(log, tokens, token);
  goOn(tokens, token, depth);
  if (tokens.outer[token] !== 0) takeBack(log, tokens, token);
  writeUp(log, kind, told, token, depth + 1);
}

/** The same when it does not run any more. */
export function halt(log: Log, tokens: Tokens, token: number, state: number, kind: number): void {
  const told = below(log, tokens, token);
  const depth = depthWithout(log, tokens, token);
  rest(tokens, token, state);
  writeDown(log, kind, told, token, depth);
}

/** What it has yielded goes on to whoever delegates to it: all of them are parked. */
export function handOn(log: Log, tokens: Tokens, token: number): void {
  for (let by = whoAsked(tokens, token); by !== 0; by = whoAsked(tokens, by))
    halt(log, tokens, by, HANDED, PARK);
}

/** It goes on although they have not asked for more: what it had yielded was not for them, and they wait. */
function takeBack(log: Log, tokens: Tokens, token: number): void {
  for (let by = whoHandedOn(tokens, token); by !== 0; by = whoHandedOn(tokens, by))
    halt(log, tokens, by, ASKING, SUSPEND);
  tokens.last = token;
}
