import type * as t from '@babel/types';
import { isFileIgnored } from '../ignore.ts';
import { instrument } from '../instrument.ts';
import { parseSource } from '../source.ts';
import type { Place, Site, SiteNode } from '../table.ts';
import { orderOf, type Position } from './positions.ts';
import { scriptOf } from './script-blocks.ts';

/** A function as it was written. */
export interface OriginalSite extends Site {
  readonly start: number;
  readonly end: number;
  /** It was to get no probes. */
  readonly bare: boolean;
  /** The function around it, in the end the module. */
  readonly around: OriginalSite | null;
}

/** A source file as it was written. */
export interface Original {
  /** The module itself. */
  readonly module: OriginalSite;
  /** By `orderOf` any place at which it can be said to begin: the function, its name, its key. */
  readonly starting: ReadonlyMap<number, OriginalSite>;
  /** In the order in which they begin, the module first. */
  readonly sites: readonly OriginalSite[];
}

/** The functions of a source; null where it cannot be parsed. They are found by the walk that places probes. */
export function readOriginal(name: string, path: string, text: string): Original | null {
  const script = scriptOf(path, text);
  if (script === null) return null;
  try {
    const { file } = parseSource({ ...script, format: /\.cjs$|\.cts$/.test(path) ? 'commonjs' : undefined });
    return collect(file, name, script.code);
  } catch {
    return null;
  }
}

function collect(file: t.File, name: string, code: string): Original {
  const bare = isFileIgnored(file);
  const base = { file: name, form: 0, path: '<module>', line: 1, column: 0, around: null };
  const module: OriginalSite = { ...base, start: 0, end: Infinity, bare };
  const found: Found[] = [];
  const add: Place = (site, node, bare) => {
    if (node.type !== 'Program') found.push({ ...site, ...rangeOf(node), bare, node });
    return site;
  };
  if (!bare) instrument(file, { filename: name, code, place: add });
  found.sort((one, other) => one.start - other.start || other.end - one.end);
  return nested(module, found);
}

type Found = Omit<OriginalSite, 'around'> & { readonly node: SiteNode };

/** Tells each function which one is around it; they come in the order in which they begin. */
function nested(module: OriginalSite, found: readonly Found[]): Original {
  const sites = [module];
  const starting = new Map<number, OriginalSite>();
  for (const { node, ...site } of found) {
    const original = { ...site, around: enclosing(sites.at(-1)!, site.start) };
    sites.push(original);
    for (const place of beginnings(node)) starting.set(orderOf(place), original);
  }
  return { module, starting, sites };
}

/** Goes out from a function that begins before a place to the first one that also ends behind it. */
function enclosing(site: OriginalSite, order: number): OriginalSite {
  let around = site;
  while (around.end <= order && around.around !== null) around = around.around;
  return around;
}

/** The innermost function that has a place inside, save for those that begin right there. */
export function innermost({ sites }: Original, position: Position): OriginalSite {
  const order = orderOf(position);
  let low = 0;
  let high = sites.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (sites[middle]!.start < order) low = middle;
    else high = middle;
  }
  return enclosing(sites[low]!, order);
}

/** From the first to behind the last, by `orderOf`. */
function rangeOf({ loc }: SiteNode): { start: number; end: number } {
  return loc ? { start: orderOf(loc.start), end: orderOf(loc.end) } : { start: 0, end: Infinity };
}

/** Where a function can be said to begin: most surely at its key or name, which outlive what becomes of the rest. */
export function beginnings(node: SiteNode): Position[] {
  const nodes = ['key' in node ? node.key : null, 'id' in node ? node.id : null, node];
  return nodes.flatMap((each) => (each?.loc ? [each.loc.start] : []));
}
