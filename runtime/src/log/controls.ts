import * as events from '../events.ts';
import { AT, DEPTH, GROUND } from './cells.ts';
import { JOIN_RUNNING } from '../events.ts';
import { type Log } from './log.ts';
import { writeEvent } from './times.ts';
import { LOST } from './token-states.ts';
import { freeToken, tellTokens, type Tokens } from './tokens.ts';

/** Writes an event; unlike probes, always asks for room first, so that it gets a time of its own. */
function write(log: Log, kind: number, payload: number): void {
  const { cells } = log;
  cells[AT] = writeEvent(log, log.room(cells[AT]!), kind, payload);
}

/** Writes a control word (events.ts) with its argument. */
export function writeControl(log: Log, word: number, argument = 0): void {
  write(log, events.CONTROL, (argument << events.CONTROL_BITS) | word);
}

/** Writes that profiling starts, and which coroutines are alive. */
export function writeStart(log: Log, tokens: Tokens, isGenerator: (site: number) => boolean): void {
  const { cells } = log;
  cells[GROUND] = cells[DEPTH]!;
  writeControl(log, events.START, cells[GROUND]!);
  tellTokens(tokens, (word, argument, token) => {
    const generator = isGenerator(tokens.site[token]!) ? 1 : 0;
    write(log, events.TOKEN, (token << 1) | generator);
    writeControl(log, word, argument);
    if (tokens.state[token] === LOST) {
      write(log, events.ABANDONED, token);
      freeToken(tokens, token);
    }
    if (word !== JOIN_RUNNING) return;
    tokens.depth[token] = cells[DEPTH]!;
    cells[DEPTH]! += 1;
  });
  writeAbandoned(log, tokens);
}

/** Writes how many coroutines have no token any more, though they wait: replay may not have heard of all of them. */
function writeAbandoned(log: Log, { abandoned }: Tokens): void {
  for (let site = 0; site < abandoned.length; site++) {
    if (abandoned[site] === 0) continue;
    write(log, events.TOKEN, abandoned[site]!);
    write(log, events.ABANDONED, site);
  }
}
