import {
  AGAIN,
  END,
  FIRST_PLACE,
  FIRST_YIELD,
  LEAVE,
  LOW_TOKEN,
  LOW_TOKENS,
  FIRST_OVERFLOW,
  PARK,
  RESUME,
  SUSPEND,
  TOKEN,
  UNPARK,
} from '../events.ts';
import type { CoreProbes } from './core.ts';
import { AT, DEPTH } from '../log/cells.ts';
import { headAt, type Log } from '../log/log.ts';
import { come, go } from '../log/coroutine-writer.ts';
import { ROW, STALE } from '../log/token-rows.ts';
import { ENDED, PARKED, WAITING } from '../coroutine-states.ts';
import { freeToken, takeToken, type Tokens } from '../log/tokens.ts';
import { write, writeShort } from '../log/writer.ts';
import { isGenerator, type Registry } from '../sites/registry.ts';

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
      let at = cells[AT]!;
      if (at < 0) tokens.rows[token * ROW + STALE] = 1;
      else {
        const generator = isGenerator(registry, site) ? 1 : 0;
        at =
          token < LOW_TOKENS
            ? writeShort(log, LOW_TOKEN + generator, token)
            : write(log, TOKEN, depth, (token << 1) | generator);
        words[at++] = headAt(log, depth) | site;
      }
      cells[DEPTH] = depth + 1;
      cells[AT] = at;
      return token;
    },
    end(token) {
      if (cells[AT]! < 0) tokens.rows[token * ROW + STALE] = 1;
      go(log, tokens, token, ENDED, END, LEAVE);
      freeToken(tokens, token);
    },
    suspend(token, value, place = 0) {
      go(log, tokens, token, WAITING, SUSPEND, FIRST_PLACE + place);
      if (token >= FIRST_OVERFLOW) tokens.extra?.watch(token, value);
      return value;
    },
    resume(token, value) {
      come(log, tokens, token, RESUME);
      return value;
    },
    park(token, value, place = 0) {
      go(log, tokens, token, PARKED, PARK, FIRST_YIELD + place);
      return value;
    },
    unpark(token, value) {
      tokens.moved++;
      come(log, tokens, token, UNPARK);
      return value;
    },
    again: (token, more = 0) => come(log, tokens, token, AGAIN + more),
  };
}
