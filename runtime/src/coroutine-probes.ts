import type { CoreProbes } from './core-probes.ts';
import { AGAIN, CLOSE, END, OPEN, PARK, RESUME, SUSPEND, TOKEN, UNPARK } from './events.ts';
import { AT, DEPTH } from './log/cells.ts';
import { headAt, type Log } from './log/log.ts';
import { below, depthWithout, halt, handOn, run } from './log/moves.ts';
import { PARKED, WAITING } from './log/token-states.ts';
import { freeToken, takeToken, type Tokens } from './log/tokens.ts';
import { write, writeDown } from './log/writer.ts';
import { isGenerator, NO_SITE, type Registry } from './registry.ts';

/** Those of coroutines. */
export function createCoroutineProbes(
  log: Log,
  tokens: Tokens,
  registry: Registry,
): Omit<CoreProbes, 'enter' | 'leave'> {
  const { words, cells } = log;

  return {
    begin(site) {
      const depth = cells[DEPTH]!;
      const token = takeToken(tokens, site, depth);
      if (cells[AT]! < 0) {
        tokens.stale[token] = 1;
        cells[DEPTH] = depth + 1;
        return token;
      }
      const at = write(log, TOKEN, depth, (token << 1) | (isGenerator(registry, site) ? 1 : 0));
      words[at] = headAt(log, depth) | site;
      cells[DEPTH] = depth + 1;
      cells[AT] = at + 1;
      return token;
    },
    end(token) {
      const told = below(log, tokens, token);
      const depth = depthWithout(log, tokens, token);
      if (cells[AT]! < 0) tokens.stale[token] = 1;
      freeToken(tokens, token);
      writeDown(log, END, told, token, depth);
    },
    suspend(token, value) {
      halt(log, tokens, token, WAITING, SUSPEND);
      return value;
    },
    resume(token, value) {
      run(log, tokens, token, RESUME);
      return value;
    },
    park(token, value) {
      halt(log, tokens, token, PARKED, PARK);
      if (tokens.outer[token] !== 0) handOn(log, tokens, token);
      return value;
    },
    unpark(token, value) {
      tokens.moved++;
      run(log, tokens, token, UNPARK);
      return value;
    },
    again: (token) => run(log, tokens, token, AGAIN),
    pause: () => writeDown(log, OPEN, cells[DEPTH]!, NO_SITE, cells[DEPTH]!),
    goOn: () => writeDown(log, CLOSE, cells[DEPTH]!, NO_SITE, cells[DEPTH]!),
  };
}
