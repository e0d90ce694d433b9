import {
  AT,
  CELLS,
  DEPTH,
  DOZING,
  EVERY_END,
  FLOOR,
  GROUND,
  LAP,
  LIMIT,
  OFF,
  RING_WORDS,
  SAMPLED,
  SLACK,
  SPARE,
  UNTOLD,
} from './cells.ts';
import { DEPTH_MASK, ID_BITS } from '../events.ts';

/**
 * The memory that probes write to. `words` holds the log; `cells` holds what the probes and an observer on
 * another thread share. The writer's cells and each cell that others write stand 64 bytes apart, so that
 * no polling takes the writer's cache line away more often than it must.
 */
export interface Log {
  readonly memory: ArrayBufferLike;
  readonly words: Int32Array;
  readonly cells: Int32Array;
  /** Called by a probe that is about to write at or past the limit: returns where to write. Set by carriers. */
  room: (at: number) => number;
}

/** A log in new memory, shared with other threads where that is possible; probes are off. */
export function createLog(): Log {
  const log = openLog(allocate());
  log.cells[DOZING] = 1;
  switchOff(log);
  return log;
}

/** Another thread's log. */
export function openLog(memory: ArrayBufferLike): Log {
  return {
    memory,
    words: new Int32Array(memory, CELLS * 4),
    cells: new Int32Array(memory, 0, CELLS),
    room: (at) => at,
  };
}

function allocate(): ArrayBufferLike {
  // Where memory cannot be shared there is no such class.
  const { SharedArrayBuffer: Memory = ArrayBuffer } = globalThis;
  return new Memory((CELLS + RING_WORDS + SLACK) * 4);
}

/** Whether probes write, and what they write is read. */
export function isOn({ cells }: Log): boolean {
  return cells[AT] !== OFF && cells[AT]! < SPARE;
}

/** Whether what the program does is recorded: in a log, or by samples. */
export function isRecorded(log: Log): boolean {
  return isOn(log) || log.cells[SAMPLED] === 1;
}

/** The first word of an event at this depth, but for its id. */
export function headAt({ cells }: Log, depth: number): number {
  return cells[LAP]! | ((depth & DEPTH_MASK) << ID_BITS);
}

/** From now on probes write nothing. */
export function switchOff({ cells }: Log): void {
  cells[AT] = OFF;
}

/** Probes write up to `limit` before they ask for room, or ask every time. */
export function setLimit({ cells }: Log, limit: number, everyTime: boolean): void {
  cells[LIMIT] = everyTime ? -1 : limit;
  cells[FLOOR] = everyTime ? EVERY_END : floorAt(cells, cells[DEPTH]!);
}

/**
 * Where to write, which may be past the limit: out of stack, the word goes where it would have gone. A number of 32 bits, or V8
 * would box the index of each probe, also of those that need no room.
 */
export function makeRoom(log: Log, at: number): number {
  try {
    return log.room(at) | 0;
  } catch {
    return at;
  }
}

/** What FLOOR is when the stack has got down to `depth`, and only few ends are events. */
export function floorAt(cells: Int32Array, depth: number): number {
  const floor = depth - UNTOLD;
  return floor > cells[GROUND]! ? floor : cells[GROUND]!;
}
