import {
  ABANDONED,
  CONTROL,
  CONTROL_BITS,
  JOIN_PARKED,
  JOIN_PLACE,
  JOIN_RUNNING,
  JOIN_WAITING,
  START,
  TOKEN,
} from '../events.ts';
import { lengthOf } from '../intrinsics.ts';
import { releaseToken } from './abandoned.ts';
import { AT, DEPTH, GROUND } from './cells.ts';
import type { Log } from './log.ts';
import { writeEvent } from './times.ts';
import { tellTokens } from './tell-tokens.ts';
import { BELOW, PLACE, ROW, STATE } from './token-rows.ts';
import { ABANDONED_UNTOLD } from '../coroutine-states.ts';
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
    if (word === JOIN_WAITING || word === JOIN_PARKED)
      write(log, JOIN_PLACE, tokens.rows[token * ROW + PLACE]!);
    writeControl(log, word, argument);
    if (tokens.rows[token * ROW + STATE] === ABANDONED_UNTOLD) {
      write(log, ABANDONED, token);
      releaseToken(tokens, token);
    }
    if (word !== JOIN_RUNNING) return;
    tokens.rows[token * ROW + BELOW] = cells[DEPTH]!;
    cells[DEPTH]! += 1;
  });
  writeAbandoned(log, tokens);
}

/** Writes how many coroutines have no token any more, though they wait: replay may not have heard of all of them. */
function writeAbandoned(log: Log, { extra }: Tokens): void {
  if (extra === null) return;
  const { abandoned } = extra;
  const sites = lengthOf(abandoned);
  for (let site = 0; site < sites; site++) {
    if (abandoned[site] === 0) continue;
    write(log, TOKEN, abandoned[site]!);
    write(log, ABANDONED, site);
  }
}
