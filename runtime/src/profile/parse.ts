import { count, index, siteKind, suspensionKind, text, textOrNull, time } from './columns.ts';
import { DocumentBuilder } from './document-builder.ts';
import { ProfileError } from './error.ts';
import type { PlaceTable, Profile, SiteTable, ThreadProfile } from './format.ts';
import { JsonScanner } from './json-scanner.ts';
import { PROFILE_FIELDS } from './kept-fields.ts';
import { ReadBudget } from './limits.ts';
import { parseThread } from './parse-thread.ts';
import { below, readColumn, readField, readList, readObject, readTable, refuse } from './shape.ts';
import type { Fields } from './shape.ts';
import { NO_PLACES } from './suspensions.ts';
import { READ_VERSIONS, VERSION } from './version.ts';

/** Reads an untrusted profile that comes in pieces of UTF-8, within the limits of `budget`. */
export class ProfileReader {
  readonly #name: string;
  readonly #budget: ReadBudget;
  readonly #builder: DocumentBuilder;
  readonly #scanner: JsonScanner;
  #isBegun = false;

  /** `name` is what messages call the profile; a budget may be shared by several that are held at once. */
  constructor(name: string, budget: ReadBudget = new ReadBudget()) {
    this.#name = name;
    this.#budget = budget;
    this.#builder = new DocumentBuilder(name, PROFILE_FIELDS, budget);
    this.#scanner = new JsonScanner(name, this.#builder);
  }

  /** Reads the next bytes. The first thing wrong is a ProfileError of one line that begins with the name. */
  write(bytes: Uint8Array): void {
    if (!this.#isBegun && isGzip(bytes))
      throw new ProfileError(`${this.#name}: gzipped; it must be unzipped first`);
    this.#isBegun = true;
    this.#budget.spend('bytes', bytes.length, this.#name);
    this.#scanner.write(bytes);
  }

  /** The profile, once all of it has been written. */
  end(): Profile {
    this.#scanner.end();
    const profile = checkProfile(this.#builder.document, this.#name);
    const { cwd, files } = profile;
    const lengths = files.map((file) => file.length + (cwd?.length ?? 0));
    for (const length of lengths) this.#budget.spend('pathBytes', length, this.#name);
    return profile;
  }
}

/** Whether a file is gzipped, by its first bytes. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The profile in a file's text or (unzipped, UTF-8) bytes; see `ProfileReader`. */
export function parseProfile(source: string | Uint8Array, name = 'profile'): Profile {
  const reader = new ProfileReader(name);
  reader.write(typeof source === 'string' ? new TextEncoder().encode(source) : source);
  return reader.end();
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
  const places = parsePlaces(fields['places'] ?? NO_PLACES, below(place, 'places'), sites);
  return {
    format: 'tsprof',
    version: VERSION,
    created: readField(fields, place, 'created', text),
    generator: readField(fields, place, 'generator', text),
    cwd: readField(fields, place, 'cwd', textOrNull),
    files,
    ...(fields['elapsed'] !== undefined && { elapsed: readField(fields, place, 'elapsed', time) }),
    sites,
    places,
    threads: parseThreads(fields['threads'], below(place, 'threads'), sites, places),
  };
}

function assertVersion({ format, version }: Fields, name: string): void {
  if (format !== 'tsprof') {
    throw new ProfileError(`${name}: not a tsprof profile: its "format" is not "tsprof"`);
  }
  if (READ_VERSIONS.includes(version as number)) return;
  const readable = `this tsprof reads versions 1 to ${VERSION}; a newer tsprof may read it`;
  refuse(`${name}: version`, version, readable);
}

function parseSites(value: unknown, place: string, files: number): SiteTable {
  const file = index(files, 'files', -1);
  return readTable(value, place, { name: text, file, line: count, column: count, kind: siteKind });
}

/** Before version 3 there were none. */
function parsePlaces(value: unknown, place: string, sites: SiteTable): PlaceTable {
  const site = index(sites.name.length, 'sites');
  return readTable(value, place, { site, line: count, column: count, kind: suspensionKind });
}

function parseThreads(
  value: unknown,
  place: string,
  sites: SiteTable,
  places: PlaceTable,
): readonly ThreadProfile[] {
  const threads = readList(value, place).map((thread, at) =>
    parseThread(thread, below(place, at), sites, places),
  );
  const ids = new Set<string>();
  for (const [at, { id }] of threads.entries()) {
    if (ids.has(id)) refuse(below(below(place, at), 'id'), id, 'another thread has that id');
    ids.add(id);
  }
  return threads;
}
