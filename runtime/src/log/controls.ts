import * as events from '../events.ts';
import { AT, DEPTH, GROUND } from './cells.ts';
import { JOIN_RUNNING } from '../events.ts';
import { type Log } from './log.ts';
import { writeEvent } from './times.ts';
import { tellTokens, type Tokens } from './tokens.ts';

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
    if (word !== JOIN_RUNNING) return;
    tokens.depth[token] = cells[DEPTH]!;
    cells[DEPTH]! += 1;
  });
}
