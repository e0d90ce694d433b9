import * as events from '../events.ts';
import { AT, LAP, STEP, type Log } from './log.ts';
import { tellTokens, type Tokens } from './tokens.ts';

/** Writes one word; unlike probes, always asks for room first, so that it gets a time of its own. */
export function write(log: Log, word: number): void {
  const { words, cells } = log;
  const at = log.room(cells[AT]!);
  words[at] = cells[LAP]! | word;
  cells[AT] = at + cells[STEP]!;
}

/** Writes a control word (events.ts) with its argument. */
export function writeControl(log: Log, word: number, argument = 0): void {
  write(log, (((argument << events.CONTROL_BITS) | word) << events.KIND_BITS) | events.CONTROL);
}

/** Writes that profiling starts, and which coroutines are alive. */
export function writeStart(log: Log, tokens: Tokens, isGenerator: (site: number) => boolean): void {
  writeControl(log, events.START);
  tellTokens(tokens, (word, argument, token) => {
    const generator = isGenerator(tokens.site[token]!) ? 1 : 0;
    write(log, (((token << 1) | generator) << events.KIND_BITS) | events.TOKEN);
    writeControl(log, word, argument);
  });
}
