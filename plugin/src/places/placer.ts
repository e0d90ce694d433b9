import { readFileSync, statSync } from 'node:fs';
import type { Place, Site, SiteNode } from '../table.ts';
import { UNNAMED } from '../table.ts';
import { joined } from '../names.ts';
import type { SourceMap } from './map.ts';
import { Matcher, type Match } from './matcher.ts';
import { matchAll, type Matches } from './matches.ts';
import type { OriginalSite } from './original.ts';
import { Sources } from './sources.ts';
import { Tracer } from './tracer.ts';

export interface PlacerOptions {
  /** The code whose sites are to be placed. */
  readonly code: string;
  /** From the code back to its sources. */
  readonly map: SourceMap;
  /** Absolute path of the map, or where it would lie: names of sources are relative to that. */
  readonly mapFile: string;
  /** The directory that names of files in the profile are relative to. */
  readonly cwd: string;
  /** Whether functions of this source (absolute path) get probes. */
  readonly selects: (path: string) => boolean;
  /** Whether functions get probes that come from no source: what compiler and bundler have added. Default: true. */
  readonly selectsAdded?: boolean;
  /** Whether functions without anything in them from a source are left alone even so. Default: false. */
  readonly omitsHelpers?: boolean;
  /** Reads a source that the map does not hold; undefined: there is none. Default: from disk. */
  readonly readFile?: (path: string) => string | undefined;
}

/**
 * Places the functions of compiled code where they were written, with the names they had there. What comes from a source
 * that is not selected gets no probes; what comes from no source stands where it is.
 */
export function createPlacer(options: PlacerOptions): Place {
  const { code, map, selectsAdded = true, omitsHelpers = false, readFile = readText } = options;
  const sources: Sources = new Sources({ ...options, readFile }, () => tracer.map);
  const tracer = new Tracer(code, map, (source) => sources.textOf(source));
  const matcher = new Matcher(tracer, sources);
  let matches: Matches | null = null;
  const place: Place = (site, node, bare) => {
    if (node.type === 'Program') matches = matchAll(node, matcher);
    if (bare) return site;
    const match = matches?.of(node) ?? null;
    if (match === null) return selectsAdded && !(omitsHelpers && isHelper(node, tracer)) ? site : null;
    if (!match.isSelected || match.original?.bare) return null;
    if (node.type === 'Program') return { ...site, file: match.file };
    return placedSite(site, match, matches!.isOriginal(node));
  };
  const at: Place['at'] = (position, file) => {
    const spot = tracer.at(position);
    if (spot === null || sources.at(spot.source).name !== file) return null;
    return { line: spot.line, column: spot.column };
  };
  return Object.assign(place, { at });
}

/** What compilers add has no place in any source; of what a coarse map leaves out, some line has. */
function isHelper(node: SiteNode, tracer: Tracer): boolean {
  return node.type !== 'Program' && !!node.loc && tracer.first(node.loc.start, node.loc.end) === null;
}

function placedSite(site: Site, { file, spot, original }: Match, isOriginal: boolean): Site {
  if (isOriginal) return asOriginal(site, original!);
  const { line, column } = spot;
  const here = { ...site, file, line, column };
  if (original !== null && original.around !== null) {
    return { ...here, form: kindOf(site), path: joined(shownName(original), '/', '[compiled]') };
  }
  return spot.name === null ? here : { ...here, form: kindOf(site), path: renamed(site, spot.name) };
}

/** The original, as long as the two do the same: a generator is parked where other functions wait. */
function asOriginal(site: Site, original: OriginalSite): Site {
  const { file, form, path, line, column } = original;
  const kind = kindOf(site);
  if (original.around !== null && !(yields(kind) || yields(kindOf(original))))
    return { file, form, path, line, column };
  return { file, form: kind, path: shownName(original), line, column };
}

/** The kind without what its name goes by. */
function kindOf({ form }: Pick<Site, 'form'>): number {
  if (form < UNNAMED.arrow) return form;
  return form < UNNAMED.function ? form - UNNAMED.arrow : form - UNNAMED.function;
}

/** Whether functions of a kind are generators, async or not. */
const yields = (kind: number): boolean => kind === 2 || kind === 3;

/** The name as it is shown, that of unnamed functions included. */
function shownName({ form, path, line }: Site): string {
  if (form < UNNAMED.arrow) return path;
  return joined(path, '/', form < UNNAMED.function ? `<arrow:${line}>` : `<function:${line}>`);
}

/** The path with another name of its own at its end. */
function renamed({ path, own = '' }: Site, name: string): string {
  return own === '' ? joined(path, '/', name) : path.slice(0, path.length - own.length) + name;
}

/** A map can name anything as a source: devices and pipes have no text. */
function readText(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
