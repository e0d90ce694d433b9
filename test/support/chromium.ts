import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type LaunchOptions, type Page } from 'playwright-core';
import { transformSource } from '../../plugin/src/source.ts';
import type { Collector } from '../../runtime/src/entries/collect.ts';

/** What a server has, and how it sends it. */
export interface Site {
  /** Text by path. What is below `/tsprof/` comes from the runtime's build. */
  readonly files: Readonly<Record<string, string>>;
  /** Whether pages are cross-origin isolated, and may share memory with their workers. */
  readonly isolated?: boolean;
  readonly csp?: string;
  /** Whether pages of other origins, and of none, may read its files. */
  readonly open?: boolean;
  /** Is given what pages send by POST. */
  readonly onPost?: (body: string) => void;
  /** Or takes it. */
  readonly collector?: Collector;
}

const PAGE_FILES = fileURLToPath(new URL('../../runtime/dist/page/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', html: 'text/html' };

/** Serves a site on a free port of this machine. */
export async function serve(site: Site): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => answer(site, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

function answer(site: Site, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'POST') void takePost(site, request, response);
  else sendFile(site, request, response);
}

async function takePost(
  { onPost, collector }: Site,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (collector !== undefined) return collector.handle(request, response);
  onPost?.(await readText(request));
  response.writeHead(204).end();
}

function sendFile(
  { files, isolated, csp, open }: Site,
  { url }: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname } = new URL(url!, 'http://localhost');
  const body = files[pathname] ?? pageFile(pathname);
  if (body === null) return void response.writeHead(404).end();
  const type = TYPES[pathname.slice(pathname.lastIndexOf('.') + 1)] ?? 'text/html';
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  if (isolated === true) {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  }
  if (open === true) response.setHeader('Access-Control-Allow-Origin', '*');
  if (csp !== undefined) response.setHeader('Content-Security-Policy', csp);
  response.end(body);
}

function pageFile(pathname: string): Buffer | null {
  const file = pathname.startsWith('/tsprof/') ? join(PAGE_FILES, pathname.slice('/tsprof/'.length)) : '';
  return existsSync(file) ? readFileSync(file) : null;
}

/** Opens the first page of a site for as long as `act` takes; `prepare` has it before anything is in it. */
export async function withPage<T>(
  browser: Browser,
  site: Site,
  act: (page: Page) => Promise<T>,
  prepare: (page: Page) => unknown = () => {},
): Promise<T> {
  const server = await serve(site);
  const page = await browser.newPage();
  try {
    await prepare(page);
    await page.goto(server.url);
    return await act(page);
  } finally {
    await page.close();
    server.close();
  }
}

/** A page that runs a script of ours, profiled as `said`. */
export function pageOf(script: string, said: object): Readonly<Record<string, string>> {
  const scripts = ['/settings.js', '/tsprof/tsprof.js', '/app.js'].map(
    (src) => `<script src="${src}"></script>`,
  );
  return {
    '/': `<!doctype html><title>test</title><link rel="icon" href="data:," />${scripts.join('')}`,
    '/settings.js': settings(said),
    '/app.js': instrumented(script, 'src/app.js'),
  };
}

const { launchOptions } = (await import(new URL('../../scripts/chromium.mjs', import.meta.url).href)) as {
  launchOptions: () => LaunchOptions;
};

/** Starts the Chromium that is installed; an error says how to get one. */
export const launch = (): Promise<Browser> => chromium.launch(launchOptions());

/** A script with probes, as `tsprof-instrument` would write it. */
export function instrumented(code: string, name: string, format: 'script' | 'module' = 'script'): string {
  return transformSource({ code, language: 'js', format, name, runtime: () => '/tsprof/probes.js' }).code;
}

/** A script that says how the page is to be profiled; it stands before `/tsprof/tsprof.js`. */
function settings(said: object): string {
  return `globalThis[Symbol.for('tsprof.settings')] = ${JSON.stringify(said)};`;
}
