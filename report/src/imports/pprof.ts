import type { ClockName, Profile } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';
import { ROOT_NAME, namedPlace } from './foreign-names.ts';
import { imported } from './imported.ts';
import type { ImportOptions } from './imported.ts';
import { readTables, samplesOf } from './pprof-tables.ts';
import type { PprofLine, PprofSample, PprofTables } from './pprof-tables.ts';
import { Sites } from './sites.ts';
import { ROOT_NODE, StackTree } from './stack-tree.ts';

const UNITS: Readonly<Record<string, number>> = {
  ...{ nanoseconds: 1, microseconds: 1e3, milliseconds: 1e6, seconds: 1e9 },
  ...{ ns: 1, us: 1e3, ms: 1e6, s: 1e9 },
};
const NS_PER_MS = 1e6;
const NO_THREAD = 'main';
/** Stands for the root in a stack. */
const ROOT_SITE = -1;

/** Samples as pprof has them: those of one thread (by its label) are a tree. Of several values, the time is taken. */
export function importPprof(bytes: Uint8Array, options: ImportOptions, budget: ReadBudget): Profile {
  const tables = readTables(bytes, options.name, budget);
  const sites = new Sites(options.name, budget);
  const stacks = new Stacks(tables, sites);
  const measure = measureOf(tables);
  const threads = new Map<string, StackTree>();
  for (const sample of samplesOf(tables, options.name, budget)) {
    const name = stacks.threadOf(sample) ?? NO_THREAD;
    const tree = threads.get(name) ?? new StackTree(options.name);
    threads.set(name, tree);
    addSample(tree, stacks.of(sample), measure(sample), tables);
  }
  const clock = clockOf(tables);
  const started = Math.max(0, tables.started / NS_PER_MS);
  const found = [...threads].map(([name, tree]) => {
    const { rootSelf, nodes, edges } = tree.folded();
    return { name, rootSelf, nodes, edges: edges.table(), clock, started };
  });
  return imported(found, sites, options);
}

interface Weights {
  readonly ncall: number;
  readonly tsub: number;
  readonly twait: number;
}

function addSample(tree: StackTree, sites: readonly number[], weights: Weights, { file }: PprofTables): void {
  const { ncall, tsub, twait } = weights;
  if (!(ncall >= 0 && tsub >= 0 && twait >= 0)) file.refuse('a value is below 0');
  if (sites.length === 0) tree.add(ROOT_NODE, { tsub });
  else tree.add(tree.at(sites), weights);
}

/** Which of the values of a sample are what: ours by their names, of others the time that is shown first. */
function measureOf(tables: PprofTables): (sample: PprofSample) => Weights {
  const { types, texts, file } = tables;
  const names = types.map(({ type, unit }) => `${texts[type] ?? ''}/${texts[unit] ?? ''}`);
  const [calls, run, wait] = ['calls/count', 'run/nanoseconds', 'wait/nanoseconds'].map((name) =>
    names.indexOf(name),
  );
  const isOurs = calls! >= 0 && run! >= 0;
  const at = isOurs ? run! : timeAt(tables);
  if (at < 0)
    file.refuse(
      `none of its values is a time; there are: ${names.map((name) => JSON.stringify(name)).join(', ')}`,
    );
  const scale = UNITS[texts[types[at]!.unit]!]!;
  return ({ values }) => ({
    ncall: isOurs ? (values[calls!] ?? 0) : 0,
    tsub: (values[at] ?? 0) * scale,
    twait: isOurs ? (values[wait!] ?? 0) : 0,
  });
}

/** What is shown first, if it is a time; else the last time that there is, as pprof does. */
function timeAt({ types, texts, defaultType }: PprofTables): number {
  const isTime = ({ unit }: { unit: number }) => Object.hasOwn(UNITS, texts[unit] ?? '');
  const first = types.findIndex(({ type }) => defaultType > 0 && type === defaultType);
  return first >= 0 && isTime(types[first]!) ? first : types.findLastIndex(isTime);
}

function clockOf({ types, texts }: PprofTables): ClockName {
  return types.some(({ type }) => texts[type] === 'cpu') ? 'cpu' : 'observed';
}

class Stacks {
  readonly #tables: PprofTables;
  readonly #sites: Sites;
  readonly #isOurs: boolean;
  readonly #threadKey: number;
  readonly #known = new Map<number, readonly number[]>();

  constructor(tables: PprofTables, sites: Sites) {
    this.#tables = tables;
    this.#sites = sites;
    this.#isOurs = tables.comments.some((comment) => tables.texts[comment]?.startsWith('tsprof/'));
    this.#threadKey = tables.texts.indexOf('thread');
  }

  threadOf({ labels }: PprofSample): string | undefined {
    return this.#tables.texts[labels.get(this.#threadKey) ?? -1];
  }

  /** The functions of a stack from the outermost on; the root is none. */
  of({ locations }: PprofSample): readonly number[] {
    const sites: number[] = [];
    for (let at = locations.length - 1; at >= 0; at--)
      for (const site of this.#sitesAt(locations[at]!)) if (site !== ROOT_SITE) sites.push(site);
    return sites;
  }

  #sitesAt(id: number): readonly number[] {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const { locations, file } = this.#tables;
    const { lines, address } = locations.get(id) ?? file.refuse(`there is no location ${id}`);
    const named = lines.map((line) => this.#siteOf(line)).reverse();
    const sites = named.length > 0 ? named : [this.#sites.of({ name: `0x${address.toString(16)}` })];
    this.#known.set(id, sites);
    return sites;
  }

  /** In our files a function that shares its name with others has it as its system name. */
  #siteOf({ function: id, column }: PprofLine): number {
    const { texts, functions, file } = this.#tables;
    const called = functions.get(id) ?? file.refuse(`there is no function ${id}`);
    const name =
      texts[(this.#isOurs && called.systemName) || called.name] ?? file.refuse('there is no such text');
    if (this.#isOurs && name === ROOT_NAME) return ROOT_SITE;
    const where = { line: Math.max(0, called.startLine), column: this.#isOurs ? Math.max(0, column - 1) : 0 };
    return this.#sites.of(namedPlace(name, { file: texts[called.file] ?? '', ...where }));
  }
}
