/*
 * THE hot file. Budget of a probe: one word stored, two cells moved, two comparisons. No clock, no lookup, no
 * allocation, no string, nothing that throws, nothing that a program could have patched. Carriers (log/) decide
 * where the word goes from here; replay (replay/) decides what it means.
 */
import type { CoreProbes } from './core.ts';
import { DEPTH_MASK, ID_BITS, LEAVE, TIME } from '../events.ts';
import { AT, DEPTH, EVERY_END, FLOOR, GROUND, LAP, LIMIT, OFF } from '../log/cells.ts';
import { floorAt, makeRoom, type Log } from '../log/log.ts';
import { write, writeShort } from '../log/writer.ts';

/** The two that run for every call of a plain function. */
export function createCallProbes(log: Log): Pick<CoreProbes, 'enter' | 'leave'> {
  const { words, cells } = log;
  return {
    enter(site) {
      let at = cells[AT]!;
      if (at < 0) return OFF;
      if (at >= cells[LIMIT]!) at = makeRoom(log, at);
      const depth = cells[DEPTH]!;
      words[at] = cells[LAP]! | ((depth & DEPTH_MASK) << ID_BITS) | site;
      // In this order: an observer must not see the word and think that its activation has ended already.
      cells[DEPTH] = depth + 1;
      cells[AT] = at + 1;
      return depth;
    },
    leave(depth) {
      if (depth >= cells[FLOOR]!) cells[DEPTH] = depth;
      else if (depth >= 0) tellEnd(log, depth);
    },
  };
}

/** The end of an activation that is an event. Where not all are, it only says how deep the stack is now. */
function tellEnd(log: Log, depth: number): void {
  const { cells } = log;
  if (cells[AT] === OFF || depth < cells[GROUND]!) return;
  cells[AT] = cells[FLOOR] === EVERY_END ? writeShort(log, LEAVE, depth) : write(log, TIME, depth, 0);
  cells[DEPTH] = depth;
  if (cells[FLOOR] !== EVERY_END) cells[FLOOR] = floorAt(cells, depth);
}
