import { ProfileError, printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';
import { CallTable, ROOT_SITE } from './call-table.ts';
import { ROOT_NAME, namedPlace } from './foreign-names.ts';
import { imported } from './imported.ts';
import type { ImportOptions } from './imported.ts';
import { Sites } from './sites.ts';
import { unmarshal } from './unmarshal.ts';
import type { Unmarshalled } from './unmarshal.ts';

const NO_FILE = '~';
const NS_PER_S = 1e9;

/** Calls and times of a function, or of its calls by another one; times in ns. */
interface Figures {
  readonly calls: number;
  /** Of these, the ones that are not nested in the same function, or pair. */
  readonly primitive: number;
  readonly own: number;
  readonly total: number;
}

interface PythonFunction extends Figures {
  readonly key: string;
  readonly site: number;
  readonly callers: readonly (readonly [key: string, Figures])[];
}

/** What Python's profilers write: functions, and who called them. */
export function importPstats(bytes: Uint8Array, options: ImportOptions, budget: ReadBudget): Profile {
  const reader = new PstatsReader(options.name, budget);
  const functions = reader.functions(unmarshal(bytes, options.name, budget));
  const sites = new Map(functions.map(({ key, site }) => [key, site]));
  const table = new CallTable(options.name);
  for (const each of functions) if (each.site !== ROOT_SITE) addFunction(table, each, sites);
  const root = functions.find(({ site }) => site === ROOT_SITE);
  const thread = { name: 'main', rootSelf: root?.own ?? 0, nodes: table.nodes, edges: table.edges.table() };
  return imported([thread], reader.sites, options);
}

/**
 * Callers have what is counted once per pair. What they do not have of the function's own figures is the root's call; what
 * they have too much of, since a pair is not nested where the function is, is left out in their order.
 */
function addFunction(table: CallTable, each: PythonFunction, sites: ReadonlyMap<string, number>): void {
  const left = { calls: each.calls, primitive: each.primitive, own: each.own, total: each.total };
  const take = (figure: keyof Figures, amount: number): number => {
    const taken = Math.min(amount, left[figure]);
    left[figure] -= taken;
    return taken;
  };
  for (const [key, { calls, primitive, own, total }] of each.callers) {
    const caller = sites.get(key);
    if (caller === undefined) continue;
    const isSelf = caller === each.site;
    table.add(caller, each.site, {
      ...{ ncall: take('calls', calls), tsub: take('own', own), npair: primitive, tpair: total },
      // A call of a function by itself is nested in any case.
      ...(isSelf ? {} : { nactualcall: take('primitive', primitive), ttot: take('total', total) }),
    });
  }
  const { calls, primitive, own, total } = left;
  const isLeft = calls > 0 || primitive > 0 || own > 0 || total > 0 || each.callers.length === 0;
  const pair = { npair: primitive, tpair: total };
  if (isLeft)
    table.add(ROOT_SITE, each.site, {
      ncall: calls,
      nactualcall: primitive,
      tsub: own,
      ttot: total,
      ...pair,
    });
}

class PstatsReader {
  readonly sites: Sites;
  readonly #name: string;
  readonly #budget: ReadBudget;

  constructor(name: string, budget: ReadBudget) {
    this.#name = name;
    this.#budget = budget;
    this.sites = new Sites(name, budget);
  }

  functions(value: Unmarshalled): PythonFunction[] {
    return this.#list(value, 'a dictionary').map((pair) => {
      const [place, figures] = this.#list(pair, 'a function and its figures') as [Unmarshalled, Unmarshalled];
      const [primitive, calls, own, total, callers = []] = this.#list(figures, 'figures');
      return {
        ...this.#function(place),
        ...this.#figures(calls, primitive, own, total),
        callers: this.#list(callers, 'callers').map((caller) => this.#caller(caller)),
      };
    });
  }

  #caller(pair: Unmarshalled): readonly [string, Figures] {
    // One list may stand in many places of the file.
    this.#budget.spend('values', 1, this.#name);
    const [place, figures] = this.#list(pair, 'a caller and its figures') as [Unmarshalled, Unmarshalled];
    const { key } = this.#function(place);
    // Profilers of old only say how many calls there were.
    if (!Array.isArray(figures)) return [key, this.#figures(figures, figures, 0, 0)];
    const [calls, primitive, own, total] = figures as readonly Unmarshalled[];
    return [key, this.#figures(calls, primitive, own, total)];
  }

  #function(place: Unmarshalled): { key: string; site: number } {
    const [file, line, name] = this.#list(place, 'a file, a line and a name');
    if (typeof file !== 'string' || typeof line !== 'number' || typeof name !== 'string' || line < 0)
      return this.#refuse('a function is no file, line and name');
    const key = `${line} ${file}\n${name}`;
    if (file === NO_FILE && name === ROOT_NAME) return { key, site: ROOT_SITE };
    const where = file === NO_FILE ? {} : { file, line };
    return { key, site: this.sites.of(namedPlace(name, where)) };
  }

  #figures(
    calls: Unmarshalled | undefined,
    primitive: Unmarshalled | undefined,
    own: Unmarshalled | undefined,
    total: Unmarshalled | undefined,
  ): Figures {
    return {
      ...{ calls: this.#number(calls), primitive: this.#number(primitive) },
      // Rounded, since what Python counts in is ns.
      ...{ own: Math.round(this.#number(own) * NS_PER_S), total: Math.round(this.#number(total) * NS_PER_S) },
    };
  }

  #number(value: Unmarshalled | undefined): number {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !(number >= 0))
      return this.#refuse('a figure is no number of 0 or more');
    return number;
  }

  #list(value: Unmarshalled | undefined, what: string): readonly Unmarshalled[] {
    return Array.isArray(value) ? (value as readonly Unmarshalled[]) : this.#refuse(`${what} expected`);
  }

  #refuse(complaint: string): never {
    throw new ProfileError(`${this.#name}: no profile of Python's: ${printable(complaint)}`);
  }
}
