import type { Profile } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';
import { CallTable, ROOT_SITE } from './call-table.ts';
import { CallgrindParser } from './callgrind-parser.ts';
import type { CallgrindFunction } from './callgrind-parser.ts';
import { ROOT_NAME, namedPlace, threadName } from './foreign-names.ts';
import type { Importer } from './formats.ts';
import { imported } from './imported.ts';
import type { ImportOptions } from './imported.ts';
import { Sites } from './sites.ts';
import type { ForeignPlace } from './sites.ts';

/** The file of what is in no source, in the files that we write. */
const OWN_FILE = '[tsprof]';
const UNKNOWN_FILE = '???';
/** `Time_(10ns)`, as Xdebug names its events. */
const UNIT_OF_EVENT = /\((\d*)(ns|us|µs|ms|s)\)$/;
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** Callgrind's format: own costs of functions, and inclusive ones of calls between them. */
export class CallgrindImporter implements Importer {
  readonly #options: ImportOptions;
  readonly #parser: CallgrindParser;
  readonly #sites: Sites;

  constructor(options: ImportOptions, budget: ReadBudget) {
    this.#options = options;
    this.#parser = new CallgrindParser(options.name, budget);
    this.#sites = new Sites(options.name, budget);
  }

  write(bytes: Uint8Array): void {
    this.#parser.write(bytes);
  }

  end(): Profile {
    this.#parser.end();
    const { functions } = this.#parser;
    const measure = this.#measure();
    const table = new CallTable(this.#options.name);
    const own = functions.filter(({ file }) => file === OWN_FILE);
    const root = own.find(({ name }) => name === ROOT_NAME);
    const threads = own.flatMap(({ name }) => threadName(name) ?? []);
    const siteOf = this.#siteFinder(root);
    for (const each of functions) if (!isThread(each)) addCalls(table, each, measure, siteOf);
    addOwn(table, functions, measure, siteOf);
    const thread = {
      name: threads.join(', ') || 'main',
      rootSelf: root === undefined ? 0 : measure.time(root.own),
      ...{ nodes: table.nodes, edges: table.edges.table(), notes: measure.notes },
    };
    return imported([thread], this.#sites, this.#options);
  }

  /** Which of the costs are times, and what they are in ns. */
  #measure(): Measure {
    const { events, creator } = this.#parser;
    const at = Math.max(
      0,
      events.findIndex((name) => /time/i.test(name)),
    );
    const name = events[at] ?? 'Time';
    const isOurs = creator.startsWith('tsprof');
    const [, count, unit] = UNIT_OF_EVENT.exec(name) ?? [];
    const scale = isOurs ? 1 : unit === undefined ? this.#options.unit : Number(count || 1) * UNITS[unit]!;
    const wait = isOurs ? events.indexOf('Wait') : -1;
    return {
      time: (costs) => (costs[at] ?? 0) * scale,
      wait: (costs) => costs[wait] ?? 0,
      notes: isOurs || unit !== undefined ? [] : [`imported: one ${name} is taken for ${scale} ns`],
    };
  }

  #siteFinder(root: CallgrindFunction | undefined): (each: CallgrindFunction) => number {
    const isOurs = this.#parser.creator.startsWith('tsprof');
    const known = new Map<CallgrindFunction, number>();
    if (root !== undefined) known.set(root, ROOT_SITE);
    return (each) => {
      let site = known.get(each);
      if (site === undefined) known.set(each, (site = this.#sites.of(placeOf(each, isOurs))));
      return site;
    };
  }
}

interface Measure {
  readonly time: (costs: readonly number[]) => number;
  readonly wait: (costs: readonly number[]) => number;
  readonly notes: readonly string[];
}

/** Whether a function stands for a whole thread, as the root's caller. Built-in functions are in no file either, but may call. */
const isThread = ({ file, name }: CallgrindFunction): boolean =>
  file === OWN_FILE && threadName(name) !== null;

type SiteOf = (each: CallgrindFunction) => number;

function addCalls(
  table: CallTable,
  caller: CallgrindFunction,
  { time, wait }: Measure,
  siteOf: SiteOf,
): void {
  for (const [callee, { count, cost }] of caller.calls ?? []) {
    const [ns, waiting] = [time(cost), wait(cost)];
    const calls = { ncall: count, nactualcall: count, npair: count };
    const times = { ttot: ns, tpair: ns, twait: waiting, wpair: waiting };
    if (siteOf(callee) !== ROOT_SITE) table.add(siteOf(caller), siteOf(callee), { ...calls, ...times });
  }
}

/**
 * Own costs are those of a function, whoever called it: they stand with the root's call. So does the total of a function that
 * nobody calls, its own and its calls; that of others is the sum of the calls to them.
 */
function addOwn(
  table: CallTable,
  functions: readonly CallgrindFunction[],
  { time, wait }: Measure,
  siteOf: SiteOf,
): void {
  const called = new Set(functions.flatMap(({ calls }) => [...(calls?.keys() ?? [])]));
  for (const each of functions) {
    if (isThread(each) || siteOf(each) === ROOT_SITE) continue;
    const own = time(each.own);
    const made = [...(each.calls?.values() ?? [])].reduce((sum, { cost }) => sum + time(cost), 0);
    const total = called.has(each) ? {} : { ttot: own + made, tpair: own + made, twait: wait(each.own) };
    table.add(ROOT_SITE, siteOf(each), { tsub: own, ...total });
  }
}

/** In the files that we write, line and column stand behind the name of functions that are alike. */
function placeOf({ file, name, line }: CallgrindFunction, isOurs: boolean): ForeignPlace {
  const where = file === OWN_FILE || file === UNKNOWN_FILE ? {} : { file, line };
  const [, plain, ownLine, column] = /^(.+):(\d{1,9}):(\d{1,9})$/.exec(name) ?? [];
  if (!isOurs || plain === undefined || Number(ownLine) !== line) return namedPlace(name, where);
  return namedPlace(plain, { ...where, column: Number(column) });
}
