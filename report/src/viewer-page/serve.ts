import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { hostRefusal } from '@tsprof/runtime/collect';
import { profileContent } from '@tsprof/runtime/files';
import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { NO_DATA, type PageData } from '@tsprof/viewer/page-data';
import { viewerPage } from './page.ts';
import { sourceText } from '../profile-files/sources.ts';
import { viewerFile } from './viewer-files.ts';

/** A profile, and what its file is called. */
export interface NamedProfile {
  readonly name: string;
  readonly profile: Profile;
}

export interface Shown {
  readonly shown: NamedProfile;
  /** What it is compared with. */
  readonly before: NamedProfile | null;
  /** Where source texts may come from. */
  readonly folders: readonly string[];
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

/** The worker compiles WebAssembly, and loads nothing. */
const WORKER_POLICY = "default-src 'none'; script-src 'wasm-unsafe-eval'";

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
  readonly body: Iterable<string>;
  readonly policy?: string;
}

function answer(request: IncomingMessage, response: ServerResponse, token: string, what: Shown): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (hostRefusal(request, []) !== null) return refuse(response, 403, 'not a name of this server');
  if (request.method !== 'GET') return refuse(response, 405, 'only GET');
  const [, given = '', ...path] = (request.url ?? '').split('?')[0]!.split('/');
  if (!isToken(given, token)) return refuse(response, 403, 'not the URL that tsprof view has printed');
  const found = find(path.join('/'), what);
  if (found === null) return refuse(response, 404, 'there is no such file');
  if (found.policy !== undefined) response.setHeader('Content-Security-Policy', found.policy);
  response.setHeader('Content-Type', `${found.type}; charset=utf-8`);
  // A browser that goes away in the middle is no failure.
  Readable.from(found.body)
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

const SOURCE = /^source\/(\d{1,9})$/;

function find(path: string, { shown, before, folders }: Shown): Found | null {
  if (path === '') return { type: 'text/html', body: page(shown, before) };
  if (path === 'profile.json') return json(shown.profile);
  if (path === 'before.json' && before !== null) return json(before.profile);
  if (path === 'graph-worker.js')
    return { type: 'text/javascript', body: [viewerFile('graph-worker.js')], policy: WORKER_POLICY };
  const file = shown.profile.files[Number(SOURCE.exec(path)?.[1] ?? -1)];
  const text = file === undefined ? null : sourceText(shown.profile, file, folders);
  return text === null ? null : { type: 'text/plain', body: [text] };
}

const json = (profile: Profile): Found => ({
  ...{ type: 'application/json', body: profileContent('', profile) as Iterable<string> },
});

function page({ name }: NamedProfile, before: NamedProfile | null): Iterable<string> {
  const data: PageData = {
    ...NO_DATA,
    profile: { name, url: 'profile.json' },
    before: before && { name: before.name, url: 'before.json' },
    ...{ graphWorker: 'graph-worker.js', sourceUrl: 'source/' },
  };
  return viewerPage(data, `${printable(name)} · tsprof`, 'served');
}
