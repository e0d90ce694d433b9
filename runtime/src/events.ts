/**
 * The words of the log: this file is their specification.
 *
 * The log is a sequence of events of one or two 32-bit words. The first one is read as
 *
 *     31        30 ........ 18   17 ...... 0
 *     lap bit   depth (13 bits)  id (18 bits)
 *
 * `depth` is the number of activations on the stack below the one the event speaks of, modulo 2^13. What an id says:
 *
 *     0 … FIRST_LINE            a site: an activation of it starts. That is all there is to most calls: that an activation
 *                               has ended follows from the depth of the next event, which is no greater. (Between two
 *                               events it falls by less than 2^13.) Where times are exact each end has an event of its own.
 *     FIRST_LINE … FIRST_PLACE  a line of its function that the activation has come to. An event of one word.
 *     FIRST_PLACE … FIRST_KIND  a place where the coroutine on top is suspended: it goes off the stack. An event of one word.
 *     FIRST_KIND …              a kind of event, with a payload of 31 bits in a second word, but for those of one word
 *                               (replay/words.ts):
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
 * Ids from here on are kinds. There is room for 64 of them: the first 30 are given, all others are free. What a reader does not know is an event of two words.
 */
export const FIRST_KIND = 2 ** ID_BITS - 64;

/** So many places of each sort can a function have; the last one stands for all that have no number of their own. */
export const PLACES = 2 ** 12;
/** The coroutine on top starts to wait at the place of its function (await, for await …) whose number comes on top of this. */
export const FIRST_PLACE = FIRST_KIND - 2 * PLACES;
/** The generator on top is suspended at the yield of its function whose number comes on top of this. */
export const FIRST_YIELD = FIRST_PLACE + PLACES;

/** So many lines of a function can be told apart. Number 0 is that where the function begins. */
export const LINES = 2 ** 12;
/** The activation at this depth, which is on top, has come to the line of its function whose number comes on top of this. */
export const FIRST_LINE = FIRST_PLACE - LINES;

/** The activation at this depth ends, and it is on top: an event that has no payload. */
export const LEAVE = FIRST_KIND;
/** Names the coroutine that the start which follows, or JOIN, speaks of. Payload: token << 1 | (1 for generators). */
export const TOKEN = FIRST_KIND + 1;
/** It ends, from whatever state it was in. Payload: its token, as in all that follow down to DELEGATE. */
export const END = FIRST_KIND + 2;
/** It starts to wait at no known place; if it is parked, what it had handed on was not for it, and it still waits. */
export const SUSPEND = FIRST_KIND + 3;
/** The await is over. */
export const RESUME = FIRST_KIND + 4;
/**
 * A generator is suspended at no known yield; at an async `yield*`, where it waited for the inner generator's next value, this
 * has come and been handed on.
 */
export const PARK = FIRST_KIND + 5;
/** Its consumer asked for the next value. */
export const UNPARK = FIRST_KIND + 6;
/** The coroutine is known to run (a catch or finally block was reached), whatever it was doing before. */
export const AGAIN = FIRST_KIND + 7;
/** … and is a generator that has caught what was thrown: no `return()` will end it, if that is what was thought. */
export const CAUGHT = AGAIN + 1;
/** … and will end: an async function or async generator by throwing, a generator otherwise than by that. */
export const OUTCOME = AGAIN + 2;
/**
 * `yield*` hands over to another generator of ours, which the very next event must begin, unpark or run again (but for
 * those of time and of the profiler's own work).
 */
export const DELEGATE = FIRST_KIND + 10;
/** Parameters of a site are being evaluated ahead of its body: time and callees, but no call. Payload: the site. */
export const OPEN = FIRST_KIND + 11;
/** They are done, or threw. Payload: the site. */
export const CLOSE = FIRST_KIND + 12;
/** Time moves on, for what is on top at this depth. Payload: nanoseconds since the last time in the log. */
export const TIME = FIRST_KIND + 13;
/** Time moves on by payload x 2^31 nanoseconds. */
export const TIME_HIGH = FIRST_KIND + 14;
/** See the control words. Payload: argument << CONTROL_BITS | control word. */
export const CONTROL = FIRST_KIND + 15;
/** Nothing happens: the end of a lap is filled up with it. An event that has no payload. */
export const FILL = FIRST_KIND + 16;
/**
 * A coroutine that waits will do so for ever, and its token is free. Payload: its token; 0 says that none has one from
 * FIRST_OVERFLOW on. At START, once for each site that has such coroutines, the site; a TOKEN precedes it whose payload is how
 * many there have been in all.
 */
export const ABANDONED = FIRST_KIND + 17;
/** TOKEN in one word, of a generator or of another coroutine: in place of the depth, which the next word says, its token. */
export const LOW_TOKEN = FIRST_KIND + 18;
export const LOW_GENERATOR = LOW_TOKEN + 1;
/** At START, between a TOKEN and its JOIN: where the coroutine waits, or is parked. Payload: the place's id. */
export const JOIN_PLACE = FIRST_KIND + 20;
/**
 * Right after a TIME: of the time that passed, so much was spent with nothing to do. Where the writer can tell it says so of each
 * long stretch. Payload: nanoseconds.
 */
export const IDLE = FIRST_KIND + 21;
/** Right before an IDLE: payload x 2^31 nanoseconds more. */
export const IDLE_HIGH = FIRST_KIND + 22;
/**
 * Something will run later on behalf of what is on top, or, where the stack is empty, of what CONTEXT has named: a timer, a
 * callback of I/O, a handler of a promise. Payload: the context's number << 1 | (1 where it may be long until then).
 */
export const SCHEDULE = FIRST_KIND + 23;
/** What is called by the event loop from now on is called on behalf of this context; 0: of none that is known. Payload: its number. */
export const CONTEXT = FIRST_KIND + 24;
/** The plain function above `depth` others ends, and returns a promise. Payload: the number that this one has from now on. */
export const PROMISED = FIRST_KIND + 25;
/** What is on top is about to await that promise: its suspension is the next event but for those of time. Payload: its number. */
export const AWAITING = FIRST_KIND + 26;
/** A promise that was PROMISED has settled. Payload: its number. */
export const SETTLED = FIRST_KIND + 27;
/** One that has SETTLED was rejected. Payload: its number. */
export const REJECTED = FIRST_KIND + 28;
/**
 * The clock was read, and is read next behind so many words: the TIME that follows those is to be split among what happened in
 * them (replay/windows.ts). Payload: how many; 0 where no time passed.
 */
export const WINDOW = FIRST_KIND + 29;
/** No kind behind this one is given. */
export const LAST_KIND = WINDOW;

/** Numbers of contexts are below this. */
export const CONTEXTS = 2 ** 30;
/** Numbers of promises are below this, and above 0. */
export const PROMISES = 2 ** 30;

/** Tokens below this fit in a word beside a kind. */
export const LOW_TOKENS = 2 ** DEPTH_BITS;

/** Tokens from here on are given out only while all lower ones are in use. */
export const FIRST_OVERFLOW = 2 ** 14;

/** Room for 32 of them: the first ten are given. */
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
/** The same, and each of its activations is a request (replay/requests.ts), one of which begins next. Argument: the site. */
export const REQUEST = 8;
/** The request that this coroutine stands for is about to end in an error. Argument: its token. */
export const FAILED = 9;
