import type { TraceMap } from '@jridgewell/trace-mapping';
import { languageOf } from '../language.ts';
import { readOriginal, type Original } from './original.ts';
import { sourceFile, type SourceFile } from './source-file.ts';
import type { PlacerOptions } from './placer.ts';

/** A source of a map, and whether its functions get probes. */
export interface Source extends SourceFile {
  readonly isSelected: boolean;
}

type Options = Pick<PlacerOptions, 'mapFile' | 'cwd' | 'selects'> & Required<Pick<PlacerOptions, 'readFile'>>;

/** The sources of a map by their index; each is looked at when it is asked for, once. */
export class Sources {
  readonly #options: Options;
  readonly #map: () => TraceMap;
  readonly #sources = new Map<number, Source>();
  readonly #originals = new Map<number, Original | null>();

  constructor(options: Options, map: () => TraceMap) {
    this.#options = options;
    this.#map = map;
  }

  /** What the source is called, where it lies. */
  at(index: number): Source {
    return remembered(this.#sources, index, () => {
      const { mapFile, cwd, selects } = this.#options;
      const file = sourceFile(sourceName(this.#map(), index), mapFile, cwd);
      return { ...file, isSelected: file.path !== null && selects(file.path) };
    });
  }

  /** Its functions as they were written; null where it cannot be read as JavaScript or TypeScript. */
  original(index: number): Original | null {
    return remembered(this.#originals, index, () => {
      const { name, path } = this.at(index);
      const text = this.textOf(index);
      return path === null || text === undefined ? null : readOriginal(name, path, text);
    });
  }

  /** From the map, else from disk. */
  textOf(index: number): string | undefined {
    const content = this.#map().sourcesContent?.[index];
    if (typeof content === 'string') return content;
    const { path } = this.at(index);
    return path === null ? undefined : this.#options.readFile(path);
  }

  /** Whether all of it is code: of a component, templates and styles are not. */
  isScript(index: number): boolean {
    return languageOf(this.at(index).path ?? '') !== undefined;
  }

  /** How many there are. */
  get count(): number {
    return this.#map().sources.length;
  }
}

/** What has a scheme is taken as it stands: `../` after a bundler's scheme leads out of the project. */
export function sourceName({ sources, resolvedSources }: TraceMap, index: number): string {
  const name = sources[index];
  if (name === null || name === undefined) return '\0';
  return /^[a-z][\w.+-]+:/i.test(name) || name.startsWith('\0') ? name : (resolvedSources[index] ?? name);
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  if (map.has(key)) return map.get(key) as V;
  const value = make();
  map.set(key, value);
  return value;
}
