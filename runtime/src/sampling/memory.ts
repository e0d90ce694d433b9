/*
 * What a sampled thread writes, and how it is kept readable for another thread that copies it meanwhile: once the reader has
 * closed the door, each value is put into a journal before it is overwritten (accountant/sampling/reader.ts). The writer never waits.
 */
import type { Log } from '../log/log.ts';
import {
  CLOSED,
  DOOR,
  FLUX,
  JOURNAL,
  JOURNALED,
  JOURNAL_BEGAN,
  JOURNAL_ENTRIES,
  OVERWRITTEN,
  SLOTS,
} from './layout.ts';

/** The program may put its own in its place. */
const { store } = Atomics;

/** Writes one value. */
export function put(log: Log, index: number, value: number): void {
  const isJournaled = log.cells[DOOR] === CLOSED && putJournaled(log, index, value);
  if (!isJournaled) log.words[index] = value;
}

/** The same for a slot of the stack, where the door is closed or the stack higher than what is told apart. */
export function putSlot(log: Log, depth: number, value: number): void {
  if (depth < SLOTS) put(log, depth, value);
}

/** False where there is no more room: the reader has taken too long, and finds by the open door that its copy is torn. */
function putJournaled({ words, cells }: Log, index: number, value: number): boolean {
  const entries = cells[JOURNALED]!;
  if (((entries - cells[JOURNAL_BEGAN]!) | 0) === JOURNAL_ENTRIES) {
    store(cells, DOOR, SLOTS);
    return false;
  }
  const at = JOURNAL + 2 * (entries & (JOURNAL_ENTRIES - 1));
  store(words, at, index);
  store(words, at + 1, words[index]!);
  // In this order: who sees the new value finds the old one in the journal.
  store(cells, JOURNALED, entries + 1);
  store(words, index, value);
  store(cells, OVERWRITTEN, entries + 1);
  return true;
}

/** A coroutine is about to come onto the stack or to go off it: what is read until that is done is of no use. */
export function beginFlux(cells: Int32Array): void {
  cells[FLUX] = cells[FLUX]! | 1;
}

/** It is done. Out of stack, a thread may not have come to this: the next time sets it right. */
export function endFlux(cells: Int32Array): void {
  cells[FLUX] = (cells[FLUX]! | 1) + 1;
}
