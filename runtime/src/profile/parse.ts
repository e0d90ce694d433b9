import { count, index, siteKind, text, textOrNull } from './columns.ts';
import { ProfileError } from './error.ts';
import type { Profile, SiteTable, ThreadProfile } from './format.ts';
import { parseThread } from './parse-thread.ts';
import { below, readColumn, readField, readList, readObject, readTable, refuse } from './shape.ts';
import type { Fields } from './shape.ts';
import { VERSION } from './version.ts';

/**
 * The profile in a file's text or (unzipped, UTF-8) bytes. Files are untrusted: everything is checked, and
 * the first thing wrong is a ProfileError of one line that begins with `name`. Unknown fields are dropped.
 */
export function parseProfile(source: string | Uint8Array, name = 'profile'): Profile {
  return checkProfile(parseJson(textOf(source, name), name), name);
}

/** The same for a document that is already parsed, such as one that a worker or a page sent. */
export function checkProfile(document: unknown, name = 'profile'): Profile {
  const place = `${name}: `;
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new ProfileError(`${name}: not a tsprof profile: the document is no object`);
  }
  const fields = readObject(document, place);
  assertVersion(fields, name);
  const files = readColumn(fields['files'], below(place, 'files'), text);
  const sites = parseSites(fields['sites'], below(place, 'sites'), files.length);
  return {
    format: 'tsprof',
    version: VERSION,
    created: readField(fields, place, 'created', text),
    generator: readField(fields, place, 'generator', text),
    cwd: readField(fields, place, 'cwd', textOrNull),
    files,
    sites,
    threads: parseThreads(fields['threads'], below(place, 'threads'), sites.name.length),
  };
}

const GZIP_MAGIC = [0x1f, 0x8b];

function textOf(source: string | Uint8Array, name: string): string {
  if (typeof source === 'string') return source;
  if (GZIP_MAGIC.every((byte, at) => source[at] === byte)) {
    throw new ProfileError(`${name}: gzipped; it must be unzipped first`);
  }
  return new TextDecoder().decode(source);
}

function parseJson(text: string, name: string): unknown {
  if (text.trim() === '') throw new ProfileError(`${name}: the file is empty`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProfileError(`${name}: ${jsonComplaint(text, error)}`, { cause: error });
  }
}

/** What ends neither in a brace nor in space was cut short: every profile is an object. */
function jsonComplaint(text: string, error: unknown): string {
  const start = text.trimStart();
  if (!start.startsWith('{')) return 'not a tsprof profile: it is not JSON';
  if (!text.trimEnd().endsWith('}')) return 'the file is cut short: its JSON has no end';
  return `not valid JSON: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`;
}

function assertVersion({ format, version }: Fields, name: string): void {
  if (format !== 'tsprof') {
    throw new ProfileError(`${name}: not a tsprof profile: its "format" is not "tsprof"`);
  }
  if (version !== VERSION) {
    refuse(`${name}: version`, version, `this tsprof reads version ${VERSION}; a newer tsprof may read it`);
  }
}

function parseSites(value: unknown, place: string, files: number): SiteTable {
  const file = index(files, 'files', -1);
  return readTable(value, place, { name: text, file, line: count, column: count, kind: siteKind });
}

function parseThreads(value: unknown, place: string, sites: number): readonly ThreadProfile[] {
  const threads = readList(value, place).map((thread, at) => parseThread(thread, below(place, at), sites));
  const ids = new Set<string>();
  for (const [at, { id }] of threads.entries()) {
    if (ids.has(id)) refuse(below(below(place, at), 'id'), id, 'another thread has that id');
    ids.add(id);
  }
  return threads;
}
