import { count, flag, index, siteKind, suspensionKind, text, time } from './columns.ts';
import { FIGURE_NAMES, ruleOf } from './figures.ts';
import type { Column } from './shape.ts';

/**
 * What a reader keeps of a document, with the types of all lists: fields that are not named here take no memory. A list
 * with an item of another type is refused at once, since lists of numbers only are kept in eight bytes a number.
 */
export type Kept =
  /** A text, number or the like. */
  | { readonly kind: 'single' }
  /** A list of texts or of numbers. */
  | { readonly kind: 'column'; readonly type: 'string' | 'number'; readonly rule: Column<unknown> }
  | { readonly kind: 'list'; readonly items: Kept }
  /** An object; fields of other names are dropped. */
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Kept> }
  /** An object whose fields may have any names. */
  | { readonly kind: 'record' };

/** A value without others in it. */
export const SINGLE: Kept = { kind: 'single' };
const RECORD: Kept = { kind: 'record' };
const TEXTS: Kept = { kind: 'column', type: 'string', rule: text };
const COUNTS: Kept = { kind: 'column', type: 'number', rule: count };
const TIMES: Kept = { kind: 'column', type: 'number', rule: time };
/** Of what there are so many is known at the end only. */
const ROWS: Kept = { kind: 'column', type: 'number', rule: index(Infinity, 'rows') };
const ROWS_OR_NONE: Kept = { kind: 'column', type: 'number', rule: index(Infinity, 'rows', -1) };

function object(fields: Readonly<Record<string, Kept>>): Kept {
  return { kind: 'object', fields: new Map(Object.entries(fields)) };
}

const SITES = object({
  ...{ name: TEXTS, file: ROWS, line: COUNTS, column: COUNTS },
  kind: { kind: 'column', type: 'string', rule: siteKind },
});

const PLACES = object({
  ...{ site: ROWS, line: COUNTS, column: COUNTS },
  kind: { kind: 'column', type: 'string', rule: suspensionKind },
});

const SUSPENSIONS = object({
  ...{ edge: ROWS, place: ROWS, parked: { kind: 'column', type: 'number', rule: flag } },
  ...{ count: COUNTS, pending: COUNTS, rejected: COUNTS, time: TIMES, longest: TIMES },
});

const EDGES = object({
  ...{ from: ROWS, to: ROWS },
  ...Object.fromEntries(
    FIGURE_NAMES.map((name) => [name, { kind: 'column', type: 'number', rule: ruleOf(name) }]),
  ),
});

const LENGTHS = { bin: COUNTS, count: COUNTS, time: TIMES, longest: TIMES };

const THREAD = object({
  ...{
    id: SINGLE,
    name: SINGLE,
    pid: SINGLE,
    started: SINGLE,
    elapsed: SINGLE,
    rootSelf: SINGLE,
    idle: SINGLE,
  },
  ...{ clock: SINGLE, partial: SINGLE, health: RECORD, notes: TEXTS, anomalies: RECORD },
  nodes: object({ site: ROWS, parent: ROWS }),
  edges: EDGES,
  suspensions: SUSPENSIONS,
  lengths: object({ suspension: ROWS, bin: COUNTS, count: COUNTS }),
  awaited: object({
    ...{ suspension: ROWS, site: ROWS_OR_NONE, count: COUNTS },
    ...{ time: TIMES, running: TIMES, ready: TIMES, busy: TIMES },
  }),
  stretches: object({ edge: ROWS, ...LENGTHS }),
  delays: object({ suspension: ROWS, edge: ROWS, count: COUNTS, time: TIMES }),
  delayLengths: object({ suspension: ROWS_OR_NONE, ...LENGTHS }),
  coroutines: object({
    ...{ edge: ROWS, fulfilled: COUNTS, rejected: COUNTS, returned: COUNTS, life: TIMES, longest: TIMES },
  }),
  promises: object({ coroutine: ROWS, pending: COUNTS, own: TIMES, ran: TIMES }),
  lives: object({ coroutine: ROWS, bin: COUNTS, count: COUNTS }),
  slowest: object({
    ...{ coroutine: ROWS, began: TIMES, life: TIMES, own: TIMES, waits: TIMES },
    ...{ suspension: ROWS_OR_NONE, outcome: COUNTS },
  }),
  pending: object({
    ...{ suspension: ROWS, site: ROWS_OR_NONE, awaits: ROWS_OR_NONE, count: COUNTS, longest: TIMES },
  }),
  requests: object({
    ...{ edge: ROWS, count: COUNTS, pending: COUNTS, errors: COUNTS },
    ...{ wall: TIMES, running: TIMES, ready: TIMES, busy: TIMES, longest: TIMES },
  }),
  requestLengths: object({ request: ROWS, bin: COUNTS, count: COUNTS }),
  callLengths: object({ site: ROWS, bin: COUNTS, count: COUNTS }),
  lines: object({ site: ROWS, line: COUNTS, hits: COUNTS, tsub: TIMES }),
  memory: object({
    ...{ interval: SINGLE, collected: SINGLE, taken: SINGLE, own: SINGLE },
    nodes: object({ site: ROWS, parent: ROWS, bytes: COUNTS, samples: COUNTS }),
    heap: object({ time: TIMES, used: COUNTS, total: COUNTS, external: COUNTS }),
    collections: object({ kind: COUNTS, count: COUNTS, time: TIMES, longest: TIMES }),
  }),
  raw: object({ rootSelf: SINGLE, tsub: TIMES, ttot: TIMES }),
});

/** What is kept of a profile. */
export const PROFILE_FIELDS = object({
  ...{ format: SINGLE, version: SINGLE, created: SINGLE, generator: SINGLE, cwd: SINGLE, elapsed: SINGLE },
  files: TEXTS,
  sites: SITES,
  places: PLACES,
  threads: { kind: 'list', items: THREAD },
});
