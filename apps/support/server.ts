/** What an app is served from: a built folder, answers that are always the same, and a place for profiles. */
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Profile } from '@tsprof/runtime/profile';

/** A route's answer as JSON; `body` is what was sent. Keys are paths, without what is behind `?`. */
export type Routes = Readonly<Record<string, (query: URLSearchParams, body: string) => unknown>>;

export interface ServeOptions {
  readonly folder: string;
  readonly routes?: Routes;
  /** With the headers that make a page cross-origin isolated. */
  readonly isolated?: boolean;
  /** The bundler itself writes scripts into the HTML, which a stricter policy would forbid. */
  readonly hasInlineScripts?: boolean;
  /** The app itself has workers that are made from blobs. */
  readonly allowsBlobs?: boolean;
}

export interface Site {
  readonly url: string;
  /** What pages have posted, the latest of each realm. */
  readonly posted: ReadonlyMap<string, Profile>;
  /** Until somebody posts, or the signal comes. */
  nextPost(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Where instrumented apps are told to POST their profiles. */
export const POST_PATH = '/__tsprof__/profile';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Nothing inline, no eval, no blob worker: whatever runs here runs anywhere. */
const STRICT = "default-src 'self'; script-src 'self'; worker-src 'self'";
const INLINE = "default-src 'self'; script-src 'self' 'unsafe-inline'; worker-src 'self'";

const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Listens on a port of 127.0.0.1 that is free. */
export async function serve(options: ServeOptions): Promise<Site> {
  const posted = new Map<string, Profile>();
  const posts = new EventEmitter();
  const take = (id: string, profile: Profile) => {
    posted.set(id, profile);
    posts.emit('post');
  };
  const nextPost = (signal: AbortSignal) =>
    once(posts, 'post', { signal }).then(
      () => undefined,
      () => undefined,
    );
  const server = createServer((request, response) => {
    answer(request, response, options, take).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, posted, nextPost, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, routes = {}, ...policy }: ServeOptions,
  take: (id: string, profile: Profile) => void,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  for (const [name, value] of Object.entries(headers(policy))) response.setHeader(name, value);
  const route = routes[pathname];
  if (pathname === POST_PATH) {
    take(searchParams.get('id') ?? '', JSON.parse(await text(request)) as Profile);
    response.writeHead(204).end();
  } else if (route) {
    const body = JSON.stringify(route(searchParams, await text(request)));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  } else if (pathname === '/favicon.ico') response.writeHead(204).end();
  else await sendFile(response, folder, pathname);
}

function headers(options: Omit<ServeOptions, 'folder'>): Record<string, string> {
  const { isolated, hasInlineScripts, allowsBlobs } = options;
  const policy = `${hasInlineScripts ? INLINE : STRICT}${allowsBlobs ? ' blob:' : ''}`;
  return { 'content-security-policy': policy, ...(isolated ? ISOLATED : {}) };
}

async function sendFile(response: ServerResponse, folder: string, pathname: string): Promise<void> {
  const path = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  try {
    const content = await readFile(path);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(content);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`no ${pathname} here`);
  }
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
