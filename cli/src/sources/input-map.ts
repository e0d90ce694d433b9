import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readMap, sourceFile } from 'babel-plugin-tsprof/places';
import { systemReason } from '@tsprof/report/command-line/errors';
import { MAP_COMMENT, isMinified } from './built.ts';
import type { Selector } from './select.ts';
import type { EncodedSourceMap } from './source-map.ts';
import { MOST_BYTES, readNamedFile } from './map-file.ts';

/** The map that a file carries or names, or that lies beside it. */
export interface InputMap {
  /** Undefined: there is none, or it cannot be read. */
  readonly map?: EncodedSourceMap;
  /** Where it lies; in the file itself if it carries it. */
  readonly file: string;
  /** Why there is none although there should be. */
  readonly problem?: string;
  /** All files that were looked at, which may be missing. */
  readonly reads: readonly string[];
}

const AS_IN_FILE = 'functions are named and placed as in this file';

/** The map of a file, with the texts of those sources that are selected. */
export function readInputMap(input: string, text: string, cwd: string, selects: Selector): InputMap {
  const url = [...text.matchAll(MAP_COMMENT)].at(-1)?.[1];
  const data = /^data:[^,]*?(;base64)?,(.*)$/.exec(url ?? '');
  if (data !== null)
    return withTexts(
      parsed(input, [], 'it carries', () => dataText(data)),
      cwd,
      selects,
    );
  const beside = `${input}.map`;
  const named =
    url === undefined ? undefined : attempt(() => fileURLToPath(new URL(url, pathToFileURL(input))));
  if (named === undefined && !existsSync(beside))
    return { file: beside, reads: [beside], ...(url === undefined ? minified(text) : elsewhere(url)) };
  const file = named ?? beside;
  return withTexts(
    parsed(file, [file], basename(file), () => readNamedFile(file)),
    cwd,
    selects,
  );
}

function minified(text: string): Pick<InputMap, 'problem'> {
  if (!isMinified(text)) return {};
  return { problem: `it is minified and has no source map; ${AS_IN_FILE}` };
}

/** Nothing is fetched. */
function elsewhere(url: string): Pick<InputMap, 'problem'> {
  return { problem: `the source map ${url} is no file; ${AS_IN_FILE}` };
}

function parsed(file: string, reads: readonly string[], name: string, read: () => string): InputMap {
  try {
    return { file, reads, map: readMap(read()) };
  } catch (error) {
    const problem = `the source map ${name} cannot be read (${systemReason(error)})`;
    return { file, reads, problem: `${problem}; ${AS_IN_FILE}` };
  }
}

/** Texts that the map lacks are read from disk. */
function withTexts(input: InputMap, cwd: string, selects: Selector): InputMap {
  const { map, file } = input;
  if (map === undefined) return input;
  const reads = [...input.reads];
  let room = MOST_BYTES;
  const sourcesContent = map.sources.map((source, index) => {
    const known = map.sourcesContent?.[index];
    if (typeof known === 'string' || source === null) return known ?? null;
    const { path } = sourceFile((map.sourceRoot ?? '') + source, file, cwd);
    if (path === null || !selects(path)) return null;
    reads.push(path);
    const text = attempt(() => readNamedFile(path, room)) ?? null;
    room -= text?.length ?? 0;
    return text;
  });
  return { ...input, map: { ...map, sourcesContent }, reads };
}

function dataText([, base64, content = '']: RegExpExecArray): string {
  return base64 === undefined ? decodeURIComponent(content) : Buffer.from(content, 'base64').toString('utf8');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
