import type { CoreProbes } from './core-probes.ts';
import { watch } from './log/abandoned.ts';
import { AGAIN, CLOSE, DELEGATE, END, MANY, OPEN, PARK, RESUME, SUSPEND, TOKEN, UNPARK } from './events.ts';
import { AT, DEPTH, GROUND, OFF } from './log/cells.ts';
import { noteAsked } from './log/handing-on.ts';
import { headAt, type Log } from './log/log.ts';
import { createMoves } from './log/moves.ts';
import { ASKING, PARKED, QUIET, WAITING } from './log/token-states.ts';
import { freeToken, takeToken, type Tokens } from './log/tokens.ts';
import { createWriter } from './log/writer.ts';
import { isGenerator, NO_SITE, type Registry } from './registry.ts';

/** Those of coroutines, and what the wrappers around iterators need. */
export function createCoroutineProbes(
  log: Log,
  tokens: Tokens,
  registry: Registry,
): Omit<CoreProbes, 'enter' | 'leave' | 'abandon'> {
  const { words, cells } = log;
  const writer = createWriter(log);
  const { write, writeUp, writeDown } = writer;
  const { depthWithout, below, run, halt, handOn } = createMoves(log, tokens, writer);
  let coroutines = 0;

  return {
    begin(site) {
      const depth = cells[DEPTH]!;
      const token = takeToken(tokens, site, depth);
      coroutines++;
      if (cells[AT]! < 0) {
        tokens.stale[token] = 1;
        cells[DEPTH] = depth + 1;
        return token;
      }
      const at = write(TOKEN, depth, (token << 1) | (isGenerator(registry, site) ? 1 : 0));
      words[at] = headAt(log, depth) | site;
      cells[DEPTH] = depth + 1;
      cells[AT] = at + 1;
      return token;
    },
    end(token) {
      const told = below(token);
      const depth = depthWithout(token);
      if (cells[AT]! < 0) tokens.stale[token] = 1;
      freeToken(tokens, token);
      writeDown(END, told, token, depth);
    },
    suspend(token, value) {
      halt(token, WAITING, SUSPEND);
      if (token >= MANY) watch(tokens, token, value);
      return value;
    },
    resume(token, value) {
      run(token, RESUME);
      return value;
    },
    park(token, value) {
      halt(token, PARKED, PARK);
      if (tokens.outer[token] !== 0) handOn(token);
      return value;
    },
    parkQuietly: (token) => halt(token, QUIET, PARK),
    hasQuiet: () => tokens.quiet > 0,
    unpark(token, value) {
      coroutines++;
      run(token, UNPARK);
      return value;
    },
    again(token) {
      run(token, AGAIN);
    },
    delegated(token) {
      halt(token, PARKED, DELEGATE);
    },
    asked(token, value, isReturn) {
      const isAnswered = noteAsked(tokens, registry, token, isReturn);
      halt(token, ASKING, SUSPEND);
      if (isAnswered) handOn(tokens.inner[token]!);
      return value;
    },
    open(site) {
      if (cells[AT]! < 0) return OFF;
      const depth = cells[DEPTH]!;
      writeUp(OPEN, depth, site, depth + 1);
      return depth;
    },
    close(site, depth) {
      if (depth >= cells[GROUND]!) writeDown(CLOSE, depth, site, depth);
    },
    pause: () => writeDown(OPEN, cells[DEPTH]!, NO_SITE, cells[DEPTH]!),
    goOn: () => writeDown(CLOSE, cells[DEPTH]!, NO_SITE, cells[DEPTH]!),
    lastCoroutine: () => coroutines,
  };
}
