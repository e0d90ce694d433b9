/*
 * Where things lie in the columns of replay. Constants only, and nothing is imported: so they are numbers in what is built.
 */

/** Rows of edges (tree.ts). */
export const EDGE_COLUMNS = 4;
/** The caller's node. */
export const FROM = 0;
/** The callee's site. */
export const SITE = 1;
/** The callee's node. */
export const TO = 2;
/** Dense id of (caller's site, callee's site). */
export const PAIR = 3;

/** Rows of the table of edges that were used last (edge-cache.ts). */
export const RECENT_COLUMNS = 4;
export const CALLER = 0;
export const CALLEE = 1;
export const NODE = 2;
/** So many calls that are in no sum yet. */
export const CALLS = 3;
/** What else is kept of these edges, in rows of the same width. */
export const EDGE = 0;
export const EDGE_PAIR = 1;
/** Of the calls that are in no sum yet those that are nested; of these, those that are not so in their pair. */
export const CALLS_NESTED = 2;
export const CALLS_EXTRA = 3;

/** Rows of what is summed up per edge (sums.ts). */
export const CALL_COLUMNS = 8;
export const SELF = 0;
export const TOTAL = 1;
export const LEAST = 2;
export const GREATEST = 3;
export const BOOKED = 4;
export const NNESTED = 5;
export const PAIR_EXTRA = 6;
export const PAIR_TIME = 7;

/** Rows of the time that probes took and that was taken out of the sums (costs.ts). */
export const LOST_COLUMNS = 2;
export const LOST_SELF = 0;
export const LOST_TOTAL = 1;

export const WAIT_COLUMNS = 5;
export const WAITED = 0;
export const NSUSPEND = 1;
export const NYIELD = 2;
export const LATE = 3;
export const PAIR_WAITED = 4;

/** Rows of suspensions (suspensions.ts). Which: those of coroutines that came by this edge, at this place. */
export const KEY_COLUMNS = 2;
export const OF_EDGE = 0;
export const AT_PLACE = 1;
/** What is summed up: how many there were, and how many of them ended otherwise than by RESUME or UNPARK. */
export const SUSPENSION_COLUMNS = 8;
export const SUSPENSIONS = 0;
export const BROKEN = 1;
/** How long those that are over took, and the longest of them. */
export const SUSPENDED = 2;
export const LONGEST = 3;
/** How many take for ever, when the earliest of these began, and the sum of when all of them did. */
export const FOREVER = 4;
export const EARLIEST = 5;
export const BEGINNINGS = 6;
/** How long the thread had been busy without a break at the end of those that are over. */
export const BUSY_TAIL = 7;

/** What is known of a coroutine's kin, by token (awaited.ts): its creator, and how many had that one's token by then. */
export const KIN_COLUMNS = 8;
export const PARENT = 0;
export const PARENT_SERIAL = 1;
/** How many coroutines have had this token. */
export const SERIAL = 2;
/** Who awaits its end, and whose end it awaits; 0: none that is known, or that one has ended. */
export const AWAITER = 3;
export const AWAITED = 4;
/** The site of the coroutine that it awaits; 0: not known. */
export const AWAITED_SITE = 5;
/** Who it was that it awaits, or awaited last; another one may have that token by now. */
export const LAST_AWAITED = 6;

/** How far it is, by token. How long it ran from the event loop, those it has created included; till the stretch `STRETCH` began. */
export const PROGRESS_COLUMNS = 8;
export const RAN = 0;
export const RAN_AT_STRETCH = 1;
export const STRETCH = 2;
/** Of one that awaits: how long the other one had run by then, when that was over, and how long it ran meanwhile. */
export const BASE = 3;
export const SETTLED = 4;
export const RAN_MEANWHILE = 5;
export const RAN_IN_TAIL = 6;

/** Rows of what is awaited (awaited.ts): how many waits that are over, how long they took, and what parts they fall into. */
export const SPLIT_COLUMNS = 6;
export const SPLITS = 0;
export const SPLIT_TIME = 1;
export const RAN_FOR = 2;
export const READY_FOR = 3;
export const BUSY_FOR = 4;
/** How long the thread had been busy without a break at their ends. */
export const TAIL_FOR = 5;

/** Rows of coroutines by edge (lives.ts): how many ended as OUTCOME says, by a `return()`, and unseen. */
export const LIVES_COLUMNS = 12;
export const MARKED = 0;
export const RETURNED = 1;
export const UNSEEN = 2;
/** How long all lived that have ended, and the longest of them. */
export const LIVED = 3;
export const LONGEST_LIFE = 4;
/** The shortest of those that are kept one by one, once there are no more to be. */
export const LEAST_KEPT = 5;
/** How many live for ever, when the earliest of these began, and the sum of when all of them did. */
export const ETERNAL = 6;
export const EARLIEST_LIFE = 7;
export const LIFE_BEGINNINGS = 8;
/** Of a plain function: how many promises it has returned, the own time of those calls, and how long they took. */
export const PROMISED_COUNT = 9;
export const PROMISED_OWN = 10;
export const PROMISED_RAN = 11;

/** What a coroutine has come to, by token: own time, waits, the longest of these and its row of suspensions. */
export const LIFE_COLUMNS = 4;
export const OWN = 0;
export const WAITS = 1;
export const LONGEST_WAIT = 2;
export const LONGEST_WAIT_AT = 3;

/** One of the coroutines that lived longest: when it began, and for how long; the rest as in a life; and how it ended. */
export const KEPT_COLUMNS = 6;
export const BEGAN = 0;
export const LIFE = 1;
export const KEPT_OWN = 2;
export const KEPT_WAITS = 3;
export const KEPT_AT = 4;
export const KEPT_OUTCOME = 5;

/** Rows of stretches (stretches.ts): how many, how long they took, the longest. */
export const STRETCH_COLUMNS = 3;
export const STRETCHES = 0;
export const STRETCH_TIME = 1;
export const STRETCH_LONGEST = 2;

/** Rows of who delayed whom: how often, and for how long. */
export const DELAY_COLUMNS = 3;
export const DELAYS = 0;
export const DELAY_TIME = 1;
/** The number of the last wait that was. */
export const DELAYED_WAIT = 2;

/** Rows of a tag's requests (requests.ts): how many, how many of them ended in an error, what all of them took, ran; the longest. */
export const REQUEST_COLUMNS = 5;
export const REQUESTS = 0;
export const ERRORS = 1;
export const REQUEST_WALL = 2;
export const REQUEST_RAN = 3;
export const REQUEST_LONGEST = 4;

/** Rows of how long they were ready, and busy. */
export const LATE_COLUMNS = 2;
export const LATE_READY = 0;
export const LATE_BUSY = 1;

/** What costs are told of: a plain call, a ninth of a coroutine's turn (see below), a reading of the clock … */
export const COSTS = 5;
export const CALL = 0;
export const TURN = 1;
export const READING = 2;
/** … and between what a plain call costs in programs of different shapes, which says how sure the first one is. */
export const CALL_LEAST = 3;
export const CALL_MOST = 4;
/** What a start takes of a turn, and what each of suspension, resumption and end. */
export const PARTS_OF_START = 3;
export const PARTS_OF_MOVE = 2;
/** What it takes of a call to tell of a line. */
export const PARTS_OF_LINES = 1 / 2;
/** A turn: a coroutine starts, waits once, goes on and ends. */
export const PARTS_OF_TURN = PARTS_OF_START + 3 * PARTS_OF_MOVE;

/** Rows of coroutines that wait for ever (abandoned.ts). */
export const ABANDONED_COLUMNS = 9;
export const COUNT = 0;
/** How many of them are nested in their function; of these, how many are not so in their pair. */
export const COUNT_NESTED = 1;
export const COUNT_EXTRA = 2;
/** By how much TOTAL and PAIR_TIME grow while time passes. */
export const TOTAL_RATE = 3;
export const PAIR_RATE = 4;
/** When the first and the last of them would have begun, had they never been parked. */
export const FIRST = 5;
export const LAST = 6;
/** By how much WAITED and PAIR_WAITED grow while time passes. */
export const WAIT_RATE = 7;
export const PAIR_WAIT_RATE = 8;

/** Bits of a frame's mode, all about who else is on its logical call path. */
export const NESTED = 1;
/** … and an activation of the same function is on the stack right now, whose time includes this one's. */
export const COVERED = 2;
export const PAIR_NESTED = 4;
export const PAIR_COVERED = 8;
/** No call: parameters are evaluated ahead of one. */
export const PARAMETERS = 16;
