import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProfileError } from '../../profile/error.ts';
import type { Profile } from '../../profile/format.ts';
import { mergeProfiles } from '../../profile/merge.ts';
import { parseProfile } from '../../profile/parse.ts';
import { realm } from '../../realm.ts';
import type { Keep } from './orders.ts';
import { writeProfile } from './write.ts';

export interface CollectorOptions {
  /** The file to write; gzipped when its name ends in `.gz`. Null: none, who asks gets the profile. */
  readonly output: string | null;
  /** The directory that the files in pages' profiles are relative to. */
  readonly cwd: string;
}

/** Gathers what pages and their workers send into one profile, and keeps it in a file. */
export interface Collector {
  /** Answers `POST …?id=<realm>`, whose body is the realm's profile so far. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** The same for a profile that came in another way. Throws a ProfileError if it cannot be added up with the others. */
  keep(id: string, profile: Profile): void;
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

/** Stands for this process among the realms; no page may have such an id. */
const OWN = '[server]';

/** What is wrong with a request: the status to answer with, and why. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Takes profiles from pages; what they send is checked as any file would be. */
export function createCollector({ output, cwd }: CollectorOptions): Collector {
  const profiles = new Map<string, Profile>();
  let timer: NodeJS.Timeout | null = null;

  const merged = (): Profile | null =>
    profiles.size === 0 ? null : mergeProfiles([...profiles].map(([name, profile]) => ({ name, profile })));

  /** The latest of a realm stands for all that it sent, and where there are too many the oldest realm goes. */
  function keep(id: string, profile: Profile): void {
    const others = [...profiles].filter(([name]) => name !== id);
    // One that cannot be added up with the others would spoil the file for good.
    mergeProfiles(
      [...others.slice(-1), [id, profile] as const].map(([name, profile]) => ({ name, profile })),
    );
    profiles.delete(id);
    profiles.set(id, { ...profile, cwd: profile.cwd ?? cwd });
    for (const oldest of [...profiles.keys()].slice(0, -MOST_REALMS)) profiles.delete(oldest);
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
      console.error(`tsprof: ${output} cannot be written: ${(error as Error).message}`);
    }
  }

  function keepOwn(): void {
    realm.keep = ((profile) => {
      keep(OWN, profile);
      // Its last one comes when there is no more time to wait.
      flush();
    }) satisfies Keep;
  }

  async function take(request: IncomingMessage): Promise<void> {
    if (request.method !== 'POST') throw new Refusal(405, 'profiles are sent by POST');
    const id = idOf(request);
    const body = await bodyOf(request);
    keep(id, parseProfile(body, `profile of ${id}`));
  }

  return {
    handle(request, response) {
      take(request).then(
        () => response.writeHead(204).end(),
        (error: unknown) => refuse(response, error),
      );
    },
    keep,
    keepOwn,
    profile: merged,
    flush,
  };
}

function idOf({ url = '' }: IncomingMessage): string {
  const id = new URLSearchParams(url.split('?')[1]).get('id');
  if (id === null || !/^[\w.:#-]{1,100}$/.test(id)) throw new Refusal(400, 'no id of a realm in the query');
  return id;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Refusal(413, `a profile of more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuse(response: ServerResponse, error: unknown): void {
  const isTheirs = error instanceof Refusal || error instanceof ProfileError;
  const status = error instanceof Refusal ? error.status : isTheirs ? 400 : 500;
  // Who sends too much is not listened to any longer.
  if (status === 413) response.setHeader('Connection', 'close');
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  response.end(`tsprof: ${(error as Error).message}\n`);
}
