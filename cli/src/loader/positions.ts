import type { SourceMap } from 'node:module';
import { MARK } from '../sources/map-mark.ts';
import { nodesMap, ownMap } from './own-maps.ts';

/** Line and column are 1-based, as in stacks. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The prototypes of mapped frames, by those that V8 gives its frames. */
const prototypes = new WeakMap<object, NodeJS.CallSite>();
const mappedPrototypes = new WeakSet<object>();

/** A frame as it stands in a stack, with the position in the file on disk. */
export function frameText(frame: NodeJS.CallSite): string {
  const text = String(frame);
  return isFrame(frame) && !isMapped(frame) ? mapText(frame, text) : text;
}

/** The frames, answering from now on with positions in the file on disk: for code that prints stacks in its own way. */
export function mapFrames(frames: readonly NodeJS.CallSite[]): NodeJS.CallSite[] {
  return frames.map((frame) => (isFrame(frame) && !isMapped(frame) ? mapFrame(frame) : frame));
}

/** The position in the file on disk that a frame of it stands at; undefined where it is the one that runs. */
export function originalPosition(file: string, frame: NodeJS.CallSite): Position | undefined {
  const found = { line: frame.getLineNumber(), column: frame.getColumnNumber() };
  const position = mapPosition(file, found);
  return position === found ? undefined : (position as Position);
}

/** Programs hand anything to functions that print stacks. */
function isFrame(frame: unknown): frame is NodeJS.CallSite {
  return typeof frame === 'object' && frame !== null && 'getEvalOrigin' in frame;
}

function isMapped(frame: NodeJS.CallSite): boolean {
  return mappedPrototypes.has(Object.getPrototypeOf(frame) as object);
}

/** V8's methods are read-only and refuse any object but its own, which can change its prototype though. */
function mapFrame(frame: NodeJS.CallSite): NodeJS.CallSite {
  const original = Object.getPrototypeOf(frame) as NodeJS.CallSite & Enclosing;
  let mapped = prototypes.get(original);
  if (mapped === undefined) {
    mapped = mappedPrototype(original);
    prototypes.set(original, mapped);
    mappedPrototypes.add(mapped);
  }
  return Object.setPrototypeOf(frame, mapped) as NodeJS.CallSite;
}

/** Node's types do not know these. */
interface Enclosing {
  getEnclosingLineNumber(): number | null;
  getEnclosingColumnNumber(): number | null;
}

function mappedPrototype(original: NodeJS.CallSite & Enclosing): NodeJS.CallSite {
  const at = (frame: NodeJS.CallSite, line: number | null, column: number | null) =>
    mapPosition(original.getFileName.call(frame), { line, column });
  const methods = {
    getLineNumber(this: NodeJS.CallSite) {
      const line = original.getLineNumber.call(this);
      return at(this, line, original.getColumnNumber.call(this)).line;
    },
    getColumnNumber(this: NodeJS.CallSite) {
      const column = original.getColumnNumber.call(this);
      return at(this, original.getLineNumber.call(this), column).column;
    },
    getEnclosingLineNumber(this: NodeJS.CallSite) {
      const line = original.getEnclosingLineNumber.call(this);
      return at(this, line, original.getEnclosingColumnNumber.call(this)).line;
    },
    getEnclosingColumnNumber(this: NodeJS.CallSite) {
      const column = original.getEnclosingColumnNumber.call(this);
      return at(this, original.getEnclosingLineNumber.call(this), column).column;
    },
    getEvalOrigin(this: NodeJS.CallSite) {
      return mapOrigin(original.getEvalOrigin.call(this));
    },
    toString(this: NodeJS.CallSite) {
      return mapText(this, original.toString.call(this), original);
    },
  };
  return Object.create(original, withValues(original, methods)) as NodeJS.CallSite;
}

/** All own properties of V8's prototype, which libraries copy by their names, some of them with other values. */
function withValues(original: object, values: object): PropertyDescriptorMap {
  const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(original);
  for (const [name, value] of Object.entries(values)) descriptors[name] = { ...descriptors[name], value };
  return descriptors;
}

function mapText(frame: NodeJS.CallSite, text: string, methods: NodeJS.CallSite = frame): string {
  const origin = methods.getEvalOrigin.call(frame);
  if (origin !== undefined) return text.replace(origin, () => mapOrigin(origin) ?? origin);
  const file = methods.getFileName.call(frame);
  const found = { line: methods.getLineNumber.call(frame), column: methods.getColumnNumber.call(frame) };
  const { line, column } = mapPosition(file, found);
  const before = `:${found.line}:${found.column}`;
  const at = text.lastIndexOf(before);
  if (at < 0) return text;
  return `${text.slice(0, at)}:${line}:${column}${text.slice(at + before.length)}`;
}

const FILE_POSITION = /\(((?:file:|\/|[A-Za-z]:\\).*):(\d+):(\d+)\)/;

/** Where code that was given as a string was evaluated: `eval at f (/a/file.js:1:2)`, or one such within another. */
function mapOrigin(origin: string | undefined): string | undefined {
  return origin?.replace(FILE_POSITION, (_, file: string, line: string, column: string) => {
    const mapped = mapPosition(file, { line: Number(line), column: Number(column) });
    return `(${file}:${mapped.line}:${mapped.column})`;
  });
}

/** The position that it was before instrumentation; the same where nothing is known, or nothing was changed. */
function mapPosition<T extends { readonly [key in keyof Position]: number | null }>(
  file: string | null | undefined,
  position: T,
): T | Position {
  const { line, column } = position;
  if (typeof file !== 'string' || line === null || column === null) return position;
  return ownPosition(file, { line, column }) ?? position;
}

/** The position in the file on disk of one in the code that the loader has made of it; undefined for other code. */
export function ownPosition(file: string, { line, column }: Position): Position | undefined {
  if (file.startsWith('node:')) return undefined;
  const map = ownMap(file) ?? nodesMap(file);
  if (map === undefined || !isOurs(map)) return undefined;
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) return undefined;
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** Whether Node has a map of a file that the file had without us. */
export function hasMapOfItsOwn(file: string): boolean {
  const map = nodesMap(file);
  return map !== undefined && !isOurs(map);
}

const known = new WeakMap<SourceMap, boolean>();

/** Of a file that runs as it is, the map is not the loader's, and leads to others. */
export function isOurs(map: SourceMap): boolean {
  let isOurs = known.get(map);
  if (isOurs === undefined) known.set(map, (isOurs = MARK in map.payload));
  return isOurs;
}
