import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { hostRefusal } from '@tsprof/runtime/collect';
import { profileContent } from '@tsprof/runtime/files';
import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { NO_DATA, type LiveData, type PageData } from '@tsprof/viewer/page-data';
import { EndedError } from '../attach/client.ts';
import { ACTS, type LiveProgram } from '../attach/live-program.ts';
import { sendRange } from './byte-ranges.ts';
import { TIMELINE_URL, servedTimelines } from './carried-timeline.ts';
import { viewerPage } from './page.ts';
import { sourceText } from '../profile-files/sources.ts';
import { viewerFile } from './viewer-files.ts';

/** A profile, and what its file is called. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

export interface Shown {
  readonly shown: NamedProfile | LiveProgram;
  /** What it is compared with. */
  readonly before: NamedProfile | null;
  /** Where source texts may come from. */
  readonly folders: readonly string[];
  /** Files of the timeline of what is shown. */
  readonly timelines: readonly string[];
}

export interface ViewServer {
  /** Where the page is: whoever knows it may see the profile. */
  readonly url: string;
  close(): void;
}

const TOKEN_BYTES = 24;

/** Nobody else's page may read, frame or keep what is served. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Content-Security-Policy': "frame-ancestors 'none'",
} as const;

/** Workers by their files: one compiles WebAssembly and loads nothing, the other reads timelines. */
const WORKER_POLICIES = {
  'graph-worker.js': "default-src 'none'; script-src 'wasm-unsafe-eval'",
  'reading-worker.js': "default-src 'none'; connect-src 'self'",
} as const;

const isWorker = (path: string): path is keyof typeof WORKER_POLICIES => Object.hasOwn(WORKER_POLICIES, path);

/** Serves the viewer to this machine only, behind a token in the URL; port 0 for any that is free. */
export async function serveViewer(what: Shown, port: number): Promise<ViewServer> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const server = createServer((request, response) => answer(request, response, token, what));
  await new Promise<void>((done, fail) => server.once('error', fail).listen(port, '127.0.0.1', done));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/`, close };
}

/** What a server has below its token. */
interface Found {
  readonly type: string;
  readonly body: Iterable<string | Uint8Array>;
  readonly policy?: string;
}

function answer(request: IncomingMessage, response: ServerResponse, token: string, what: Shown): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (hostRefusal(request, []) !== null) return refuse(response, 403, 'not a name of this server');
  const [, given = '', ...path] = (request.url ?? '').split('?')[0]!.split('/');
  if (!isToken(given, token)) return refuse(response, 403, 'not the URL that tsprof view has printed');
  const timeline = request.method === 'GET' ? timelineAt(path.join('/'), what) : undefined;
  if (timeline !== undefined)
    return sendRange(timeline, request, response) ? undefined : refuse(response, 416, 'no such bytes');
  const found = request.method === 'GET' ? find(path.join('/'), what) : act(request, path.join('/'), what);
  if (found === undefined) return refuse(response, 405, 'only GET');
  void Promise.resolve(found).then(
    (found) => (found === null ? refuse(response, 404, 'there is no such file') : send(response, found)),
    (error: unknown) => refuse(response, error instanceof EndedError ? 410 : 503, (error as Error).message),
  );
}

function send(response: ServerResponse, { type, body, policy }: Found): void {
  if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  // A browser that goes away in the middle is no failure.
  Readable.from(body)
    .on('error', () => response.destroy())
    .pipe(response)
    .on('error', () => undefined);
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}

function isToken(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const TIMELINE = new RegExp(`^${TIMELINE_URL}(\\d{1,4})$`);

const timelineAt = (path: string, { timelines }: Shown): string | undefined =>
  timelines[Number(TIMELINE.exec(path)?.[1] ?? -1)];

/** What a running program has written of its timeline from a byte on. */
const LIVE_TIMELINE_URL = 'live-timeline/';
const LIVE_TIMELINE = new RegExp(`^${LIVE_TIMELINE_URL}(\\d{1,12})$`);

const SOURCE = /^source\/(\d{1,9})$/;
const ACT_URL = 'program/';

function find(path: string, what: Shown): Found | null | Promise<Found> {
  const { shown, before, folders } = what;
  if (path === '') return { type: 'text/html', body: page(what) };
  if (path === 'profile.json') return isLive(shown) ? shown.profile().then(json) : json(shown.profile);
  if (path === 'stacks.json' && isLive(shown)) return shown.stacks().then(plainJson);
  const from = LIVE_TIMELINE.exec(path)?.[1];
  if (from !== undefined && isLive(shown)) return shown.timeline(Number(from)).then(bytes);
  if (path === 'before.json' && before !== null) return json(before.profile);
  if (isWorker(path))
    return { type: 'text/javascript', body: [viewerFile(path)], policy: WORKER_POLICIES[path] };
  const profile = isLive(shown) ? shown.latest : shown.profile;
  const file = profile?.files[Number(SOURCE.exec(path)?.[1] ?? -1)];
  const text = file === undefined ? null : sourceText(profile!, file, folders);
  return text === null ? null : { type: 'text/plain', body: [text] };
}

/** A running program is told to do something; undefined: there is nothing else that could be done. */
function act({ method }: IncomingMessage, path: string, { shown }: Shown): Promise<Found> | undefined {
  const what = ACTS.find((each) => path === ACT_URL + each);
  if (method !== 'POST' || what === undefined || !isLive(shown)) return undefined;
  return shown.act(what).then(plainJson);
}

const isLive = (shown: NamedProfile | LiveProgram): shown is LiveProgram => 'latest' in shown;

const plainJson = (value: unknown): Found => ({ type: 'application/json', body: [JSON.stringify(value)] });

const bytes = (content: Uint8Array): Found => ({ type: 'application/octet-stream', body: [content] });

const json = (profile: Profile): Found => ({
  ...{ type: 'application/json', body: profileContent('', profile) as Iterable<string> },
});

/** From one look at a running program to the next, ms. */
const INTERVAL = 2000;

const LIVE_DATA: LiveData = {
  ...{ interval: INTERVAL, stacksUrl: 'stacks.json', actUrl: ACT_URL, timelineUrl: LIVE_TIMELINE_URL },
};

function page({ shown, before, timelines }: Shown): Iterable<string> {
  const { name } = shown;
  const data: PageData = {
    ...NO_DATA,
    profile: { name, url: 'profile.json' },
    live: isLive(shown) ? LIVE_DATA : null,
    before: before && { name: before.name, url: 'before.json' },
    ...{ graphWorker: 'graph-worker.js', sourceUrl: 'source/', ...servedTimelines(timelines) },
  };
  return viewerPage(data, `${printable(name)} · tsprof`, 'served');
}
