/**
 * The words of the log: this file is their specification.
 *
 * The log is a sequence of 32-bit words, one event each. A word is read as
 *
 *     31        30 ............................. 4   3 .. 0
 *     lap bit   payload (27 bits)                    kind
 *
 * The lap bit changes each time a ring buffer starts over, so that a reader can tell a new word from an
 * old one; carriers strip or ignore it, replay never sees its meaning.
 */

export const KIND_BITS = 4;
export const KIND_MASK = 0b1111;
export const PAYLOAD_BITS = 27;
export const MAX_PAYLOAD = 2 ** PAYLOAD_BITS - 1;

/** An activation of a plain function starts. Payload: its site. */
export const ENTER = 0;
/** It ends, however it ends. Payload: its site. */
export const LEAVE = 1;
/** Names the coroutine that the next BEGIN or JOIN speaks of. Payload: token << 1 | (1 for generators). */
export const TOKEN = 2;
/** A coroutine's body starts running. Payload: its site; the TOKEN before it says which coroutine. */
export const BEGIN = 3;
/** It ends, from whatever state it was in. Payload: its token, as in all that follow down to DELEGATE. */
export const END = 4;
/** It starts to wait at an await; if it is parked, what it had handed on was not for it, and it still waits. */
export const SUSPEND = 5;
/** The await is over. */
export const RESUME = 6;
/**
 * A generator is suspended at a yield; at an async `yield*`, where it waited for the inner generator's next value, this
 * has come and been handed on.
 */
export const PARK = 7;
/** Its consumer asked for the next value. */
export const UNPARK = 8;
/** The coroutine is known to run (a catch or finally block was reached), whatever it was doing before. */
export const AGAIN = 9;
/** `yield*` hands over to another generator of ours, which the very next event must begin or unpark. */
export const DELEGATE = 10;
/** Parameters of a site are being evaluated ahead of its body: time and callees, but no call. */
export const OPEN = 11;
/** They are done, or threw. Payload: the site. */
export const CLOSE = 12;
/** Time moves on. Payload: nanoseconds since the last time in the log, below 2^27. */
export const TIME = 13;
/** Time moves on by payload x 2^27 nanoseconds. */
export const TIME_HIGH = 14;
/** See the control words. Payload: argument << CONTROL_BITS | control word. */
export const CONTROL = 15;

export const CONTROL_BITS = 3;
export const CONTROL_MASK = 0b111;

/** Profiling starts. */
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
