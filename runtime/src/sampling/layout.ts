/*
 * Where things lie in the memory of a log (log/log.ts) whose thread is sampled: in place of words it holds the stack as it is,
 * the call paths of coroutines, and how many of these wait where. Constants only, and nothing is imported: so they are numbers
 * in what is built. Cells 0 to 9 are those of log/cells.ts, of which DEPTH means the same here.
 */

/** A push at this depth or a greater one is not the usual case: SLOTS while the stack may be written to, CLOSED while it is read. */
export const DOOR = 10;
/** Odd while a coroutine comes onto the stack or goes off it, which takes several stores. */
export const FLUX = 12;
/** How many values have been put into the journal before they were overwritten, since the thread began, modulo 2^32. */
export const JOURNALED = 13;
/** How many of the values in the journal have been overwritten by now: behind JOURNALED while one is about to be. */
export const OVERWRITTEN = 14;

/* On a cache line that is written rarely. */

/** Paths so far. */
export const PATHS_USED = 17;
/** 1 while the profiler itself keeps the program waiting. */
export const PAUSED = 19;
/** JOURNALED as the door was closed: written by the reader. */
export const JOURNAL_BEGAN = 33;

/** In DOOR: each value that is overwritten is put into the journal first. */
export const CLOSED = -1;

/**
 * Activations on the stack that are told apart; what runs above counts as the topmost of them. A slot holds the site of a plain
 * function, or `~path` of a coroutine.
 */
export const SLOTS = 2 ** 16;

/** Call paths of coroutines, and places on them where they are suspended. Path 0 is that of all that found no room. */
export const PATHS = 2 ** 15;
/** Columns of paths. The path that it goes on from, which is a node of the tree; of a place, the coroutine's own path. */
export const FROM = SLOTS;
/** The site that is called there; of a place its id, negated. */
export const SITE = FROM + PATHS;
/** The path that stands for its node: itself, or one on the way up that has the same site (recursion is folded). */
export const NODE = SITE + PATHS;
/** How many coroutines are alive there; of a place, how many are suspended at it. */
export const COUNT = NODE + PATHS;

/** Pairs of an index and the value that was there, in turn. */
export const JOURNAL = COUNT + PATHS;
export const JOURNAL_ENTRIES = 2 ** 14;

/** Ids of places that are not known: of an await, and of a yield. */
export const SOME_AWAIT = 1;
export const SOME_YIELD = 2;
