import { DEPTH_MASK, FIRST_LINE, ID_BITS } from '../events.ts';
import { AT, BLOCKS, DEPTH, GROUND, LAP, LIMIT } from '../log/cells.ts';
import { makeRoom } from '../log/log.ts';
import { BELOW, ROW, STATE } from '../log/token-rows.ts';
import { writeShort } from '../log/writer.ts';
import { RUNNING } from '../coroutine-states.ts';
import type { ProbeMemory } from './core.ts';

/*
 * Hot where lines are told of: the first is made as those of calls.ts are.
 */

/** The probes of lines, of which there are some only where that is asked for. `number`: of the line in its function. */
export interface LineProbes {
  /** A plain function that was entered at this depth comes to a line. */
  readonly line: (depth: number, number: number) => void;
  /** The same of a coroutine, or the body of a module. */
  readonly coroutineLine: (token: number, number: number) => void;
}

/** Those that write to the log of a realm. */
export function createLineProbes({ log, tokens }: Pick<ProbeMemory, 'log' | 'tokens'>): LineProbes {
  const { words, cells } = log;
  /** The function above `depth` others is on top, but for its blocks. */
  const depthAt = (depth: number): number => (cells[BLOCKS]! > depth ? cells[BLOCKS]! : depth + 1);
  return {
    line(depth, number) {
      let at = cells[AT]!;
      // While profiling is off, and in what has started before it was on.
      if (at < 0 || depth < cells[GROUND]!) return;
      if (at >= cells[LIMIT]!) at = makeRoom(log, at);
      words[at] = cells[LAP]! | ((depth & DEPTH_MASK) << ID_BITS) | (FIRST_LINE + number);
      cells[DEPTH] = depthAt(depth);
      cells[AT] = at + 1;
    },
    coroutineLine(token, number) {
      const row = token * ROW;
      if (cells[AT]! < 0 || tokens.rows[row + STATE] !== RUNNING) return;
      const depth = tokens.rows[row + BELOW]!;
      const at = writeShort(log, FIRST_LINE + number, depth);
      cells[DEPTH] = depthAt(depth);
      cells[AT] = at;
    },
  };
}
