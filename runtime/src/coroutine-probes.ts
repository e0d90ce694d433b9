import type { CoreProbes } from './core-probes.ts';
import { AGAIN, END, MANY, PARK, RESUME, SUSPEND, TOKEN, UNPARK } from './events.ts';
import { AT, DEPTH } from './log/cells.ts';
import { headAt, type Log } from './log/log.ts';
import { handOn, move } from './log/moves.ts';
import { OUTER, ROW, STALE } from './log/token-rows.ts';
import { FREE, PARKED, RUNNING, WAITING } from './log/token-states.ts';
import { freeToken, takeToken, type Tokens } from './log/tokens.ts';
import { write } from './log/writer.ts';
import { isGenerator, type Registry } from './registry.ts';

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
        tokens.rows[token * ROW + STALE] = 1;
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
      if (cells[AT]! < 0) tokens.rows[token * ROW + STALE] = 1;
      move(log, tokens, token, FREE, END);
      freeToken(tokens, token);
    },
    suspend(token, value) {
      move(log, tokens, token, WAITING, SUSPEND);
      if (token >= MANY) watch(tokens, token, value);
      return value;
    },
    resume(token, value) {
      move(log, tokens, token, RUNNING, RESUME);
      return value;
    },
    park(token, value) {
      move(log, tokens, token, PARKED, PARK);
      if (tokens.rows[token * ROW + OUTER] !== 0) handOn(log, tokens, token);
      return value;
    },
    unpark(token, value) {
      tokens.moved++;
      move(log, tokens, token, RUNNING, UNPARK);
      return value;
    },
    again: (token) => move(log, tokens, token, RUNNING, AGAIN),
  };
}

/** Apart, so that `suspend` stays as short as what V8 inlines. */
function watch({ many }: Tokens, token: number, value: unknown): void {
  if (many !== null) many.watch(token, value);
}
