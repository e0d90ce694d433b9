import { CONTROL, CONTROL_BITS, JOIN_RUNNING, START, TOKEN } from '../events.ts';
import { AT, DEPTH, GROUND } from './cells.ts';
import { type Log } from './log.ts';
import { writeEvent } from './times.ts';
import { tellTokens } from './tell-tokens.ts';
import { BELOW, ROW } from './token-rows.ts';
import { siteOf, type Tokens } from './tokens.ts';

/** Writes an event; unlike probes, always asks for room first, so that it gets a time of its own. */
function write(log: Log, kind: number, payload: number): void {
  const { cells } = log;
  cells[AT] = writeEvent(log, log.room(cells[AT]!), kind, payload);
}

/** Writes a control word (events.ts) with its argument. */
export function writeControl(log: Log, word: number, argument = 0): void {
  write(log, CONTROL, (argument << CONTROL_BITS) | word);
}

/** Writes that profiling starts, and which coroutines are alive. */
export function writeStart(log: Log, tokens: Tokens, isGenerator: (site: number) => boolean): void {
  const { cells } = log;
  cells[GROUND] = cells[DEPTH]!;
  writeControl(log, START, cells[GROUND]!);
  tellTokens(tokens, (word, argument, token) => {
    const generator = isGenerator(siteOf(tokens, token)) ? 1 : 0;
    write(log, TOKEN, (token << 1) | generator);
    writeControl(log, word, argument);
    if (word !== JOIN_RUNNING) return;
    tokens.rows[token * ROW + BELOW] = cells[DEPTH]!;
    cells[DEPTH]! += 1;
  });
}
