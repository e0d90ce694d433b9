/**
 * The words of the log: this file is their specification.
 *
 * The log is a sequence of events of one or two 32-bit words. The first one is read as
 *
 *     31        30 ........ 18   17 ...... 0
 *     lap bit   depth (13 bits)  id (18 bits)
 *
 * `depth` is the number of activations on the stack below the one the event speaks of, modulo 2^13. An id below
 * FIRST_KIND is a site: an activation of it starts. That is all there is to most calls: that an activation has ended
 * follows from the depth of the next event, which is no greater. (Between two events it falls by less than 2^13.)
 * Where times are exact each end has an event of its own.
 *
 * All other ids are kinds of events, with a payload of 31 bits in a second word, but for LEAVE and FILL:
 *
 *     31        30 ................. 0
 *     lap bit   payload
 *
 * The lap bit changes each time a ring buffer starts over, so that a reader can tell a new word from an
 * old one; carriers strip or ignore it, replay never sees its meaning.
 */

export const ID_BITS = 18;
export const ID_MASK = 2 ** ID_BITS - 1;
export const DEPTH_BITS = 13;
export const DEPTH_MASK = 2 ** DEPTH_BITS - 1;
export const PAYLOAD_MASK = 2 ** 31 - 1;

/** No function: its id stands for the profiler's own work, or for sites that found no number. */
export const NO_SITE = 0;
/**
 * Ids from here on are kinds; below they are sites. There is room for 64 kinds: the first 16 are given, the next one is for
 * how a coroutine ended, all others are free. What a reader does not know is an event of two words.
 */
export const FIRST_KIND = 2 ** ID_BITS - 64;

/** The activation at this depth ends, and it is on top: an event that has no payload. */
export const LEAVE = FIRST_KIND;
/** Names the coroutine that the start which follows, or JOIN, speaks of. Payload: token << 1 | (1 for generators). */
export const TOKEN = FIRST_KIND + 1;
/** It ends, from whatever state it was in. Payload: its token, as in all that follow down to DELEGATE. */
export const END = FIRST_KIND + 2;
/** It starts to wait at an await; if it is parked, what it had handed on was not for it, and it still waits. */
export const SUSPEND = FIRST_KIND + 3;
/** The await is over. */
export const RESUME = FIRST_KIND + 4;
/**
 * A generator is suspended at a yield; at an async `yield*`, where it waited for the inner generator's next value, this
 * has come and been handed on.
 */
export const PARK = FIRST_KIND + 5;
/** Its consumer asked for the next value. */
export const UNPARK = FIRST_KIND + 6;
/** The coroutine is known to run (a catch or finally block was reached), whatever it was doing before. */
export const AGAIN = FIRST_KIND + 7;
/**
 * `yield*` hands over to another generator of ours, which the very next event must begin, unpark or run again (but for
 * those of time and of the profiler's own work).
 */
export const DELEGATE = FIRST_KIND + 8;
/** Parameters of a site are being evaluated ahead of its body: time and callees, but no call. Payload: the site. */
export const OPEN = FIRST_KIND + 9;
/** They are done, or threw. Payload: the site. */
export const CLOSE = FIRST_KIND + 10;
/** Time moves on, for whoever is on top at this depth. Payload: nanoseconds since the last time in the log. */
export const TIME = FIRST_KIND + 11;
/** Time moves on by payload x 2^31 nanoseconds. */
export const TIME_HIGH = FIRST_KIND + 12;
/** See the control words. Payload: argument << CONTROL_BITS | control word. */
export const CONTROL = FIRST_KIND + 13;
/** Nothing happens: the end of a lap is filled up with it. An event that has no payload. */
export const FILL = FIRST_KIND + 14;
/**
 * A coroutine that waits will do so for ever, and its token is free. Payload: its token; 0 says that nobody has one from
 * MANY on. At START, once for each site that has such coroutines, the site; a TOKEN precedes it whose payload is how
 * many there have been in all.
 */
export const ABANDONED = FIRST_KIND + 15;
/** No kind behind this one is given. */
export const LAST_KIND = ABANDONED;

/** Tokens from here on are given out only while all lower ones are in use. */
export const MANY = 2 ** 14;

/** Room for 32 of them: the first eight are given. */
export const CONTROL_BITS = 5;
export const CONTROL_MASK = 2 ** CONTROL_BITS - 1;

/** Profiling starts, with nothing on the stack. Argument: the depth, in full. */
export const START = 0;
/** Profiling stops: what is on the stack stays open with its time so far. */
export const STOP = 1;
/** All sums are set to zero; what is alive goes on as if it had begun now. */
export const CLEAR = 2;
/**
 * At START, once for each live coroutine: it is on the stack, above all that were told of before. Argument: its site; a
 * TOKEN precedes it.
 */
export const JOIN_RUNNING = 3;
/** … it waits. */
export const JOIN_WAITING = 4;
/** … it is parked. */
export const JOIN_PARKED = 5;
/** At START: this coroutine ended while profiling was off. Argument: its token. */
export const GONE = 6;
/** This site is a tag. Argument: the site. */
export const TAG = 7;
