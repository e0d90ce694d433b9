import type * as t from '@babel/types';
import type { FunctionNode } from './syntax.ts';

/** The kinds of sites by the numbers that tables use: their index in SITE_KINDS of the runtime's profile format. */
export const KIND = {
  function: 0,
  async: 1,
  generator: 2,
  asyncGenerator: 3,
  module: 4,
  staticBlock: 5,
} as const;

/** Added to the kind of a function that has no name, but goes by its line: `<arrow:12>`, `<function:12>`. */
export const UNNAMED = { arrow: 6, function: 8 } as const;

/** The kinds of suspensions by the numbers that tables use: their index in SUSPENSION_KINDS of the runtime's profile format. */
export const SUSPENSION = { await: 0, forAwait: 1, awaitUsing: 2, yield: 3, delegate: 4, return: 5 } as const;

/** In packed tables: an await of a call by a name, which follows. */
export const AWAITED_CALL = 6;

/** In packed tables: no suspension, but a line that the function tells of. */
export const TOLD_LINE = 7;

/** So many lines of a function can be told apart, as in events.ts of the runtime. */
export const MOST_LINES = 2 ** 12;

/** The last number of a function's suspensions: all further ones share it, as in events.ts of the runtime. */
export const LAST_SUSPENSION = 2 ** 12 - 1;

/** Where a coroutine is suspended: an await or yield in its source. Lines from 1, columns from 0. */
export interface Suspension {
  /** One of SUSPENSION. */
  readonly kind: number;
  readonly line: number;
  readonly column: number;
  /** Of an await: what stands for the name by which it calls what it awaits (callee.ts); 0: none is known. */
  readonly callee: number;
}

/** A place in the source that gets probes. */
export interface Site {
  /** As the profile shall name it: that of the file it stands in, unless it was made from others. */
  readonly file: string;
  /** Its kind, plus one of UNNAMED where that applies. */
  readonly form: number;
  /** Its name after those of the functions around it, with `/` between; of an unnamed one those alone. */
  readonly path: string;
  /** What of the path is the name that it has itself; left out: nothing. */
  readonly own?: string;
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  /** In the order of the numbers that probes in it give. */
  readonly suspensions?: readonly Suspension[];
  /** The lines that it tells of, by the numbers that its probes give; the first is its own. None: it tells of no line. */
  readonly lines?: readonly number[] | undefined;
}

/** A file's sites in the order of their numbers: a module first, functions after those inside them. */
export type Table = Site[];

/** What gets probes as one. */
export type SiteNode = FunctionNode | t.StaticBlock | t.Program;

/**
 * Says where a site really is, in code that was made from other files; null: it gets no probes, but those inside may. It
 * is asked about each function before those inside it; `bare` are those that get no probes anyhow.
 */
export interface Place {
  (site: Site, node: SiteNode, bare: boolean): Site | null;
  /** Where something in this code was written, if that was in this file; null: not known. Default: where it stands. */
  readonly at?: (position: Position, file: string) => Position | null;
}

/** Lines from 1, columns from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What would break lines, or change how text looks: white space, control characters, marks of direction. */
const UNSEEN = /[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Appends a site and returns its number within the file, from 0. */
export function addSite(table: Table, site: Site): number {
  return table.push({ ...site, path: site.path.replace(UNSEEN, ' ') }) - 1;
}
