import type { ClockName } from './clocks.ts';
import type { FigureName } from './figures.ts';
import type { Health } from './health.ts';
import type { VERSION } from './version.ts';

export type { ClockName } from './clocks.ts';
export type { Health } from './health.ts';

/**
 * The profile file: these types are its specification (version 5; docs/profile-format.md has what changed when).
 *
 * A profile is one JSON document (gzipped when the file's name ends in `.gz`), the same from Node and from a
 * browser. Tables are columns of equal length; a row's index is its id. All times are nanoseconds; lines are
 * 1-based, columns 0-based. Readers ignore fields they do not know.
 */
export interface Profile {
  readonly format: 'tsprof';
  readonly version: typeof VERSION;
  /** When the profile was taken, ISO 8601. */
  readonly created: string;
  /** What wrote it, as `tsprof/0.1.0`. */
  readonly generator: string;
  /** The directory that `files` are relative to, or null where there is none (a browser). */
  readonly cwd: string | null;
  /** Source files, relative to `cwd`, with `/`; a URL or an absolute path where that is all there is. */
  readonly files: readonly string[];
  /** Of several runs that were added up: for how long profiling was on in any thread, run by run, ns. */
  readonly elapsed?: number;
  readonly sites: SiteTable;
  readonly places: PlaceTable;
  readonly threads: readonly ThreadProfile[];
}

/** Places in source that have probes, one row each; a site's id is its index. */
export interface SiteTable {
  /** As shown: `foo`, `Class.method`, `outer/inner`, `<arrow:12>`, `<module>`, `[tag checkout]`. */
  readonly name: readonly string[];
  /** Index into `files`; -1 for synthetic sites. */
  readonly file: readonly number[];
  readonly line: readonly number[];
  readonly column: readonly number[];
  readonly kind: readonly SiteKind[];
}

export type SiteKind =
  'function' | 'async function' | 'generator' | 'async generator' | 'module' | 'static block' | 'tag';

/** The number by which tables in instrumented code name a kind: its index here. */
export const SITE_KINDS: readonly SiteKind[] = [
  'function',
  'async function',
  'generator',
  'async generator',
  'module',
  'static block',
  'tag',
];

/** Awaits and yields in the source, one row each: where a coroutine of `site` is suspended, in that function's file. */
export interface PlaceTable {
  /** A row of `sites`. */
  readonly site: readonly number[];
  readonly line: readonly number[];
  readonly column: readonly number[];
  readonly kind: readonly SuspensionKind[];
}

export type SuspensionKind = 'await' | 'for await' | 'await using' | 'yield' | 'yield*';

/** The number by which tables in instrumented code name a kind: its index here. The last one is `return` in async generators. */
export const SUSPENSION_KINDS: readonly SuspensionKind[] = [
  'await',
  'for await',
  'await using',
  'yield',
  'yield*',
  'await',
];

/** One line of execution with a stack of its own: a process's main thread, a worker, a page. */
export interface ThreadProfile {
  /** Unique within the profile: `<pid>.<thread number>`, with a suffix where merged runs would collide. */
  readonly id: string;
  readonly name: string;
  readonly pid: number;
  /** When profiling first started here: milliseconds since 1970. */
  readonly started: number;
  /** Time during which profiling was on: the sum of all `tsub` plus `rootSelf`. */
  readonly elapsed: number;
  /** The root's own time: event loop, uninstrumented code, the profiler's own pauses and its probes' cost. */
  readonly rootSelf: number;
  /** Of `rootSelf`, the time in which the event loop is known to have had nothing to do; absent where that is not known. */
  readonly idle?: number;
  readonly clock: ClockName;
  /** Present where the thread went on after this was taken and there is nothing later: it was killed, or runs still. */
  readonly partial?: true;
  /** How the log was carried and how well that went. */
  readonly health: Health;
  /** Carriers, fallbacks and other facts in words, in the order in which they came. */
  readonly notes: readonly string[];
  /** Events that did not fit together, by name, such as `leaveWithoutEnter`. Empty when all is well. */
  readonly anomalies: Readonly<Record<string, number>>;
  readonly nodes: NodeTable;
  readonly edges: EdgeTable;
  readonly suspensions: SuspensionTable;
  readonly lengths: LengthTable;
  readonly awaited: AwaitedTable;
  readonly stretches: StretchTable;
  readonly delays: DelayTable;
  readonly delayLengths: DelayLengthTable;
  readonly coroutines: CoroutineTable;
  /** Present where plain functions have returned promises that were followed (`tsprof run --promises`). */
  readonly promises?: PromiseTable;
  readonly lives: LifeTable;
  readonly slowest: SlowestTable;
  readonly pending: PendingTable;
  readonly requests: RequestTable;
  readonly requestLengths: RequestLengthTable;
  /** Present where the clock tells how long each call took (`exact`). */
  readonly callLengths?: CallLengthTable;
  /** Present where functions tell of lines. */
  readonly lines?: LineTable;
  /** Present where memory was watched (`tsprof run --memory`). */
  readonly memory?: MemoryTable;
  /** What `edges` and `rootSelf` would say had the probes' own cost not been taken out; absent where it was not. */
  readonly raw?: RawTimes;
}

/**
 * Where the coroutines of an edge were suspended: leaves of the tree, below the function that was suspended there. Of those
 * that are not `parked`, `count` adds up to the edge's `nsuspend` (and, where profiling has started while they waited, one
 * more each); `time` to the waits of all its activations, of which `twait` counts recursion once.
 */
export interface SuspensionTable {
  /** A row of `edges`; its function is that of the place. */
  readonly edge: readonly number[];
  /** A row of `places`. */
  readonly place: readonly number[];
  /** 1: parked at a yield, outside of all sums of edges; 0: waiting at an await. */
  readonly parked: readonly number[];
  /** How many suspensions; of these, how many had not ended when the profile was taken, and ended by throwing. */
  readonly count: readonly number[];
  readonly pending: readonly number[];
  /** Of `await`; 0 for others, where it is not known. */
  readonly rejected: readonly number[];
  /** How long all of them took, ns, those included that had not ended; and the longest of them. */
  readonly time: readonly number[];
  readonly longest: readonly number[];
}

/**
 * How long suspensions took that have ended: histograms, a row for each bin that is not empty. Bins are those of
 * HdrHistogram: a length (ns) below 128 is in the bin of its whole number; one from 2^(k+6) to 2^(k+7) is in bin
 * 64 k + floor(length / 2^k). So the middle of a bin is off by 0.8 % at most.
 */
export interface LengthTable {
  /** A row of `suspensions`. */
  readonly suspension: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
}

/** How long the calls of a function took that have ended, without what a generator was parked, by bin of `LengthTable`. */
export interface CallLengthTable {
  /** A row of `sites`. */
  readonly site: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
}

/**
 * What was waited for at awaits that are over, and what the thread did meanwhile: rows by suspension and awaited function. Of
 * a suspension's `time`, what is none of the following is idle time, or that of waits which have not ended.
 */
export interface AwaitedTable {
  /** A row of `suspensions` that is not parked. */
  readonly suspension: readonly number[];
  /** A row of `sites`: the coroutine that was awaited; -1 where that is not known. */
  readonly site: readonly number[];
  /** So many of the suspensions, which took so long. */
  readonly count: readonly number[];
  readonly time: readonly number[];
  /** What was awaited ran, or coroutines that it has created. */
  readonly running: readonly number[];
  /** It had ended, and its awaiter did not run yet. */
  readonly ready: readonly number[];
  /** At the end of the wait the thread was busy without a break, with something else. */
  readonly busy: readonly number[];
}

/**
 * Who held the thread for 1 ms or more: stretches in which the stack was not empty for more than 5 µs, by the function with most
 * time of its own in them, and by bin of `LengthTable`.
 */
export interface StretchTable {
  /** A row of `edges`: by whom that function was called, when it was seen to run. */
  readonly edge: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
  /** What all of them took, and the longest of them, ns. */
  readonly time: readonly number[];
  readonly longest: readonly number[];
}

/** Who delayed whom: what ran while a wait was `ready` or `busy` (see `AwaitedTable`), as far as it took 0.1 ms in one piece. */
export interface DelayTable {
  /** A row of `suspensions`: the await that was delayed. */
  readonly suspension: readonly number[];
  /** A row of `edges`, as in `StretchTable`: who ran meanwhile. */
  readonly edge: readonly number[];
  readonly count: readonly number[];
  readonly time: readonly number[];
}

/** How long each wait was `ready` or `busy`, by await and bin of `LengthTable`; less than 0.1 ms is left out. */
export type DelayLengthTable = Omit<StretchTable, 'edge'> & {
  /** A row of `suspensions`; -1 in files of version 4, which do not say. */
  readonly suspension: readonly number[];
};

/**
 * How the coroutines of an edge ended, and how long they lived: one row for each edge by which any were started (its
 * `ncall`); those that have not ended are its `pending`.
 */
export interface CoroutineTable {
  /** A row of `edges`, whose function is an async function or a generator; or a plain one, and then the row is of its promises. */
  readonly edge: readonly number[];
  /** It came to its end or returned; it threw; it was ended at a yield by a `return()`, as `break` in a loop does. */
  readonly fulfilled: readonly number[];
  readonly rejected: readonly number[];
  readonly returned: readonly number[];
  /** From start to end, parked time included, of all of them, ns, those that had not ended so far; and the longest. */
  readonly life: readonly number[];
  readonly longest: readonly number[];
}

/** What is to be said of promises besides: of coroutines their edge says that. */
export interface PromiseTable {
  /** A row of `coroutines`, whose function is a plain one. */
  readonly coroutine: readonly number[];
  /** How many had not settled. */
  readonly pending: readonly number[];
  /** Own time of the calls that have returned them, and how long those calls took, ns. */
  readonly own: readonly number[];
  readonly ran: readonly number[];
}

/** How long those lived that have ended, by bin of `LengthTable`. */
export interface LifeTable {
  /** A row of `coroutines`. */
  readonly coroutine: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
}

/** The coroutines that lived longest, five of each row at most. */
export interface SlowestTable {
  /** A row of `coroutines`. */
  readonly coroutine: readonly number[];
  /** When it began, ns since profiling did; and how long it lived, ran itself, and waited. */
  readonly began: readonly number[];
  readonly life: readonly number[];
  readonly own: readonly number[];
  readonly waits: readonly number[];
  /** Where it waited longest: a row of `suspensions`; -1 where it did not, or that is not known. */
  readonly suspension: readonly number[];
  /** A row of `OUTCOMES`. */
  readonly outcome: readonly number[];
}

export type Outcome = 'fulfilled' | 'rejected' | 'returned' | 'pending';

/** The number by which `SlowestTable` names an outcome: its index here. */
export const OUTCOMES: readonly Outcome[] = ['fulfilled', 'rejected', 'returned', 'pending'];

/** Coroutines that were suspended when the profile was taken; those that wait for the same in the same way are one row. */
export interface PendingTable {
  /** A row of `suspensions`. */
  readonly suspension: readonly number[];
  /** A row of `sites`: the coroutine that is awaited; -1 where that is not known. */
  readonly site: readonly number[];
  /** The row here of that coroutine; -1 where it is not suspended itself, or not known. It comes before this row. */
  readonly awaits: readonly number[];
  readonly count: readonly number[];
  /** For how long the first of them has been there, ns. */
  readonly longest: readonly number[];
}

/**
 * Requests, jobs and calls of `tag(name, fn)`: the activations of a tag, each from its beginning to the end of what it stands for,
 * what ran in between. Times are ns, those of requests that had not ended included.
 */
export interface RequestTable {
  /** A row of `edges`, whose function is a tag. */
  readonly edge: readonly number[];
  /** How many; of these, how many had not ended when the profile was taken, and ended in an error. */
  readonly count: readonly number[];
  readonly pending: readonly number[];
  readonly errors: readonly number[];
  /** How long all of them took; of that, how long anything that belongs to them was on the stack. The rest is waiting time. */
  readonly wall: readonly number[];
  readonly running: readonly number[];
  /** Of the waiting time, what was `ready`, and what was `busy` at most (see `AwaitedTable`). */
  readonly ready: readonly number[];
  readonly busy: readonly number[];
  readonly longest: readonly number[];
}

/** How long requests took that have ended, by bin of `LengthTable`. */
export interface RequestLengthTable {
  /** A row of `requests`. */
  readonly request: readonly number[];
  readonly bin: readonly number[];
  readonly count: readonly number[];
}

/**
 * Lines of the functions that tell of them (docs/lines.md says what a hit is), a row for each that was reached. A line of
 * several functions has a row for each; where a function begins it has one, for its calls and what it does before its first
 * statement. A function's own times add up to its `tsub`, unless it began before profiling did.
 */
export interface LineTable {
  /** A row of `sites`, in whose file the line is. */
  readonly site: readonly number[];
  readonly line: readonly number[];
  readonly hits: readonly number[];
  /** Own time, ns. */
  readonly tsub: readonly number[];
}

/**
 * What was allocated, by the stacks on which V8 saw that, once for each `interval` bytes on the average (docs/memory.md says how
 * sure that is): what was still there when the profile was taken or, with `collected`, all of it. Bytes are estimates.
 */
export interface MemoryTable {
  readonly interval: number;
  readonly collected?: true;
  /** When it was read: milliseconds since 1970. */
  readonly taken: number;
  /** Bytes that the profiler itself has allocated, in no node. */
  readonly own: number;
  readonly nodes: MemoryNodeTable;
  readonly heap: HeapTable;
  readonly collections: CollectionTable;
}

/**
 * Functions on the stack, parents before children; row 0 is the root, with site -1 and parent -1: code that is in no function
 * with probes. A stack begins where the event loop called, so what a coroutine does after an await hangs below the coroutine,
 * which hangs below the root. Recursion is folded as in `NodeTable`; what functions without probes allocate is their caller's.
 */
export interface MemoryNodeTable {
  readonly site: readonly number[];
  readonly parent: readonly number[];
  readonly bytes: readonly number[];
  /** How many samples that is made of. */
  readonly samples: readonly number[];
}

/** How large the thread's heap was, bytes: in use, and taken from the system; and what objects in it hold outside. */
export interface HeapTable {
  /** ns since memory was watched. */
  readonly time: readonly number[];
  readonly used: readonly number[];
  readonly total: readonly number[];
  readonly external: readonly number[];
}

/** Pauses of the thread's collector, by kind as Node numbers them (`perf_hooks.constants`: 1 is of young objects, 4 of all). */
export interface CollectionTable {
  readonly kind: readonly number[];
  readonly count: readonly number[];
  /** All of them, and the longest, ns. */
  readonly time: readonly number[];
  readonly longest: readonly number[];
}

/**
 * Times as they were measured, the probes' own cost included: rows as those of `edges`. Corrected times are shown; their
 * sum is the same, as what is taken out of functions is the root's.
 */
export interface RawTimes {
  readonly rootSelf: number;
  readonly tsub: readonly number[];
  readonly ttot: readonly number[];
}

/**
 * Nodes of the calling context tree, parents before children; node 0 is the root, with site -1 and parent -1.
 * Recursion is folded: a function is at most once on the way from a node up to the nearest tag or the root.
 */
export interface NodeTable {
  readonly site: readonly number[];
  readonly parent: readonly number[];
}

/**
 * Who called whom along the tree. An edge leads from the caller's node to the callee's; it is the callee's
 * tree edge, or leads back to an ancestor (or the node itself) where recursion was folded. `FIGURES` says what the other
 * columns mean: a function's figure is the sum (tmin, tmax: the least, the greatest) over its edges.
 */
export type EdgeTable = { readonly from: readonly number[]; readonly to: readonly number[] } & {
  readonly [N in FigureName]: readonly number[];
};
