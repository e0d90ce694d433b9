import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { ProfileError } from '../../profile/error.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { ProfileReader } from '../../profile/parse.ts';
import { printable } from '../../profile/printable.ts';
import { realm } from '../../realm.ts';
import { createRequestCheck } from './request-check.ts';
import type { AllowedHosts } from './request-check.ts';
import type { Keep } from './environment-options.ts';
import { writeProfile } from './write.ts';

export interface CollectorOptions {
  /** The file to write; gzipped when its name ends in `.gz`. Null: none, who asks gets the profile. */
  readonly output: string | null;
  /** The directory that the files in pages' profiles are relative to. */
  readonly cwd: string;
  /** The names that the server in front of it may be called by; asked at each request. Default: those of this machine. */
  readonly allowedHosts?: () => AllowedHosts;
}

/** Gathers what pages and their workers send into one profile, and keeps it in a file. */
export interface Collector {
  /** What pages have to send in the query of their requests besides their id: they have to be the server's own. */
  readonly token: string;
  /** Answers `POST …?token=<token>&id=<realm>`, whose body is the realm's profile so far. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** The same for a profile that came in another way. Throws a ProfileError if it cannot be added up with the others. */
  keep(id: string, profile: Profile): void;
  /** Takes the untrusted body that a realm sent in another way than HTTP; `encoding` as there. Throws a ProfileError. */
  take(id: string, body: Uint8Array, encoding?: string): void;
  /** Takes what this process would write itself, were it profiled: a dev server runs the server's side of a program, too. */
  keepOwn(): void;
  /** All that was sent, merged; null if nothing was. */
  profile(): Profile | null;
  /** Writes what has come and is not yet in the file. Throws what the file system throws. */
  flush(): void;
}

/** Least time between two writings, ms. */
const INTERVAL = 1000;
/** Each load of a page is a realm of its own; a server that runs all day must not keep every one of them. */
const MOST_REALMS = 200;
const MOST_BYTES = 64 * 2 ** 20;
/** Rows of all that is kept, so that memory stays within bounds. */
const MOST_ROWS = 2_000_000;
/** So many bodies are read at a time: pages send again. */
const MOST_AT_ONCE = 16;
/** The longest that a body may take to come, ms. */
const PATIENCE = 30_000;

/** Stands for this process among the realms; no page may have such an id. */
const OWN = '[server]';

/** What is wrong with a request: the status to answer with, and why. */
class Refusal extends ProfileError {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Takes profiles from pages; what they send is checked as any file would be. */
export function createCollector({ output, cwd, allowedHosts }: CollectorOptions): Collector {
  const check = createRequestCheck(allowedHosts ?? (() => []));
  let reading = 0;
  const profiles = new Map<string, Profile>();
  let timer: NodeJS.Timeout | null = null;

  const merged = (): Profile | null =>
    profiles.size === 0 ? null : mergeProfiles([...profiles].map(([name, profile]) => ({ name, profile })));

  /** The latest of a realm stands for all that it sent, and where there are too many the oldest realm goes. */
  function keep(id: string, profile: Profile): void {
    // What was sent last may have come first: a page that is left does not wait for what is on its way.
    const before = profiles.get(id);
    if (before !== undefined && isOlder(profile, before)) return;
    const others = [...profiles].filter(([name]) => name !== id);
    // One that cannot be added up with the others would spoil the file for good.
    mergeProfiles(
      [...others.slice(-1), [id, profile] as const].map(([name, profile]) => ({ name, profile })),
    );
    profiles.delete(id);
    profiles.set(id, { ...profile, cwd: profile.cwd ?? cwd });
    for (const oldest of tooMany(profiles)) profiles.delete(oldest);
    if (output !== null) timer ??= setTimeout(writeLater, INTERVAL).unref();
  }

  function flush(): void {
    if (timer === null || output === null) return;
    clearTimeout(timer);
    timer = null;
    const profile = merged();
    if (profile !== null) writeProfile(output, profile);
  }

  function writeLater(): void {
    try {
      flush();
    } catch (error) {
      console.error(printable(`tsprof: ${output} cannot be written: ${(error as Error).message}`));
    }
  }

  function keepOwn(): void {
    realm.keep = ((profile) => {
      keep(OWN, profile);
      // Its last one comes when there is no more time to wait.
      flush();
    }) satisfies Keep;
  }

  async function answer(request: IncomingMessage): Promise<void> {
    const refusal = check.refusal(request);
    if (refusal !== null) throw new Refusal(403, refusal);
    if (request.method !== 'POST') throw new Refusal(405, 'profiles are sent by POST');
    const id = checkedId(new URLSearchParams(request.url?.split('?')[1]).get('id'));
    if (reading >= MOST_AT_ONCE) throw new Refusal(503, 'too many profiles at once');
    reading++;
    try {
      keep(id, await bodyOf(request, id));
    } finally {
      reading--;
    }
  }

  return {
    token: check.token,
    handle(request, response) {
      answer(request).then(
        () => response.writeHead(204).end(),
        (error: unknown) => refuse(response, error),
      );
    },
    keep,
    take(id, body, encoding) {
      const reader = readerOf(checkedId(id));
      const text = encoding === 'gzip' ? gunzipped(body) : body;
      spend(text.length);
      reader.write(text);
      keep(id, reader.end());
    },
    keepOwn,
    profile: merged,
    flush,
  };
}

/** By both clocks: a machine's may be set back, a realm's may be cleared. */
function isOlder(profile: Profile, than: Profile): boolean {
  const elapsed = ({ threads }: Profile): number => threads[0]?.elapsed ?? 0;
  return Date.parse(profile.created) < Date.parse(than.created) && elapsed(profile) <= elapsed(than);
}

/** The realms that have to go, the oldest first, so that the others are not too many nor too large. */
function tooMany(profiles: ReadonlyMap<string, Profile>): string[] {
  const ids = [...profiles.keys()];
  let rows = 0;
  const kept = ids.findLastIndex((id) => (rows += rowsOf(profiles.get(id)!)) > MOST_ROWS);
  // The latest stays, however large.
  return ids.slice(0, Math.max(Math.min(kept + 1, ids.length - 1), ids.length - MOST_REALMS));
}

function rowsOf({ sites, threads }: Profile): number {
  return threads.reduce((sum, { edges }) => sum + edges.to.length, sites.name.length);
}

function checkedId(id: string | null): string {
  if (id === null || !/^[\w.:#-]{1,100}$/.test(id)) throw new Refusal(400, 'no id of a realm in the query');
  return id;
}

const readerOf = (id: string): ProfileReader => new ProfileReader(`profile of ${id}`);

function spend(bytes: number): void {
  if (bytes > MOST_BYTES) throw new Refusal(413, `a profile of more than ${MOST_BYTES} bytes`);
}

/** The profile that is sent, read as it comes. */
async function bodyOf(request: IncomingMessage, id: string): Promise<Profile> {
  spend(Number(request.headers['content-length'] ?? 0));
  const timer = setTimeout(() => request.destroy(), PATIENCE);
  const reader = readerOf(id);
  let size = 0;
  try {
    for await (const chunk of unpacked(request)) {
      spend((size += chunk.length));
      reader.write(chunk);
    }
  } catch (error) {
    throw isOfZlib(error) ? notGzip(error) : error;
  } finally {
    clearTimeout(timer);
  }
  return reader.end();
}

const isOfZlib = (error: unknown): error is Error =>
  String((error as { code?: unknown }).code).startsWith('Z_');
const notGzip = ({ message }: Error): Refusal =>
  new Refusal(400, `a profile that cannot be unpacked: ${message}`);

function gunzipped(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw notGzip(error as Error);
  }
}

/** What is sent, unpacked where it says that it is packed. */
function unpacked(request: IncomingMessage): AsyncIterable<Uint8Array> {
  if (request.headers['content-encoding'] !== 'gzip') return request;
  const gunzip = createGunzip();
  // What is wrong on the way in is heard of on the way out.
  pipeline(request, gunzip).catch(() => {});
  return gunzip;
}

function refuse(response: ServerResponse, error: unknown): void {
  const status = error instanceof Refusal ? error.status : error instanceof ProfileError ? 400 : 500;
  // Whatever else is sent is not listened to.
  response.writeHead(status, {
    'Content-Type': 'text/plain',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(`tsprof: ${(error as Error).message}\n`);
}
