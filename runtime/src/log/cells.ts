/*
 * Where things lie in the memory of a log (log.ts). Constants only, and nothing is imported: so they are numbers in what
 * is built, and no probe has to look them up.
 */

/** Index at which the next word is written; OFF while profiling is off. */
export const AT = 0;
/** From this index on a probe asks for room first; -1: always. */
export const LIMIT = 1;
/** How many activations are on the stack. */
export const DEPTH = 2;
/** The end of an activation with fewer than so many below it is an event. */
export const FLOOR = 3;
/** The lap bit of the words being written. */
export const LAP = 4;
/** Number of the batch being written (batches), or of laps completed (rings). */
export const BATCH = 5;
/** How often the writer of a ring had to wait for its reader. */
export const WAITS = 6;
/** For how long in all, µs. */
export const WAITED = 9;
/** How many chunks of a ring were too dense to read the clock at every event. */
export const DENSE_CHUNKS = 7;
/** DEPTH as profiling started: activations below have nothing to do with it. */
export const GROUND = 8;

/** Where a block of code is on the stack (session/blocks.ts): the depth of the stack whose top is the innermost one; else 0. */
export const BLOCKS = 10;

/** 1 while profiling is on in a thread that is sampled (sampling/layout.ts): its probes write no words. */
export const SAMPLED = 18;

/** Written by a ring's reader: how many words it has read in all, modulo 2^31. */
export const READ = 16;
/** 1 while the observer sleeps because nothing came, or nothing needs it; the writer wakes it by writing 0. */
export const DOZING = 32;

/** 1 while another thread wants the writer to do what its carrier was told (`onAsked`), at its next event. */
export const ASKED = 48;

/** Cells in all. */
export const CELLS = 64;

/** In place of an index: probes do not write. And in place of a depth: the activation has started unseen. */
export const OFF = -1;
/** As FLOOR: the end of each activation is an event. */
export const EVERY_END = 2 ** 31 - 1;
/** As FLOOR, set by another thread: the next end is an event. Some before it need not have been. */
export const NEXT_END = EVERY_END - 1;
/** Words that are written, at most, before it is looked at how deep the stack has got. */
export const STRETCH = 4096;
/** So far below that may activations end without an event. Together they stay below what `depth` can tell apart. */
export const UNTOLD = 2048;

/** Words in a ring. A batch uses the first few thousand of them. */
export const RING_WORDS = 2 ** 18;
/** Room behind the last index for words that found none. */
export const SLACK = 32;
/** Where words go that are not wanted any more. */
export const SPARE = RING_WORDS + SLACK / 2;
