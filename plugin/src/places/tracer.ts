import { decodedMappings, FlattenMap, traceSegment } from '@jridgewell/trace-mapping';
import type { SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import type { SourceMap } from './map.ts';
import type { Position } from './positions.ts';

/** Where something in the code comes from. */
export interface Spot extends Position {
  /** Index into the map's sources. */
  readonly source: number;
  /** What it was called there, where the map says so. */
  readonly name: string | null;
}

/** Follows a map from places in the code to those in the sources. */
export class Tracer {
  readonly map: TraceMap;
  readonly #lines: readonly string[];
  readonly #textOf: (source: number) => string | undefined;
  readonly #originalLines = new Map<number, readonly string[]>();

  constructor(code: string, map: SourceMap, textOf: (source: number) => string | undefined) {
    this.map = new FlattenMap(map as ConstructorParameters<typeof FlattenMap>[0]);
    this.#lines = code.split('\n');
    this.#textOf = textOf;
  }

  /** Where a place comes from: by a segment that begins there, or one before it from which on both texts are the same. */
  at({ line, column }: Position): Spot | null {
    const segment = traceSegment(this.map, line - 1, column);
    if (segment === null || segment.length === 1) return null;
    const [start, source, originalLine, originalColumn] = segment;
    const length = column - start;
    if (length > 0) {
      const text = (this.#lines[line - 1] ?? '').slice(start, column);
      const original = this.#linesOf(source)[originalLine] ?? '';
      if (original.slice(originalColumn, originalColumn + length) !== text) return null;
    }
    return { ...this.#spot(segment)!, column: originalColumn + length };
  }

  /** The first place between two that comes from anywhere. */
  first(start: Position, end: Position): Spot | null {
    const mappings = decodedMappings(this.map);
    for (let line = start.line; line <= end.line; line++) {
      for (const segment of mappings[line - 1] ?? []) {
        if (line === start.line && segment[0] < start.column) continue;
        if (line === end.line && segment[0] >= end.column) return null;
        const spot = this.#spot(segment);
        if (spot !== null) return spot;
      }
    }
    return null;
  }

  /** Whether all that is between two places comes from this source, or from nowhere. */
  isAllOf(source: number, start: Position, end: Position): boolean {
    const mappings = decodedMappings(this.map);
    for (let line = start.line; line <= end.line; line++) {
      for (const segment of mappings[line - 1] ?? []) {
        if (line === start.line && segment[0] < start.column) continue;
        if (line === end.line && segment[0] >= end.column) return true;
        if (segment.length > 1 && segment[1] !== source) return false;
      }
    }
    return true;
  }

  #spot(segment: Readonly<SourceMapSegment>): Spot | null {
    if (segment.length === 1) return null;
    const [, source, line, column, name] = segment;
    return { source, line: line + 1, column, name: name === undefined ? null : this.map.names[name]! };
  }

  #linesOf(source: number): readonly string[] {
    const known = this.#originalLines.get(source);
    if (known !== undefined) return known;
    const lines = (this.#textOf(source) ?? '').split('\n');
    this.#originalLines.set(source, lines);
    return lines;
  }
}
