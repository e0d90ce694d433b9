import { SourceMap, findSourceMap } from 'node:module';
import type { SourceMapPayload } from 'node:module';
import { pathOfUrl } from './hooks.ts';

/** The source map that Node has of a file: the loader's, or its own. The program is given another function. */
export const nodesMap = findSourceMap;

/** What the loader knows of code that it has changed, where Node is not told, or where it lies nowhere on disk. */
interface Changed {
  /** Leads from the code that runs to the code as it was. Parsed when it is first asked for. */
  map: SourceMap | string | undefined;
  /** The code as it was, if it is not what lies on disk: the output of another loader. */
  readonly text: string | undefined;
}

/** By path. */
const known: Record<string, Changed | undefined> = Object.create(null);

/** Keeps what is to be known of a file's code. */
export function noteChanged(path: string, map: string | undefined, text: string | undefined): void {
  known[path] = map === undefined && text === undefined ? undefined : { map, text };
}

/** The map to the code as it was, for files whose own map Node reads. `file`: a path or URL, as in stacks. */
export function ownMap(file: string): SourceMap | undefined {
  const changed = known[pathOf(file)];
  if (typeof changed?.map === 'string')
    changed.map = new SourceMap(JSON.parse(changed.map) as SourceMapPayload);
  return changed?.map as SourceMap | undefined;
}

/** The code of a file as another loader has made it; undefined where it is what lies on disk. */
export function madeText(file: string): string | undefined {
  return known[pathOf(file)]?.text;
}

const pathOf = (file: string): string => pathOfUrl(file) ?? file;
