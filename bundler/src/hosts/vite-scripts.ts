/** Scripts that Vite's dev server serves without any module system: by `<script src>`, `importScripts` or `new Worker`. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Middleware } from '../dev-server.ts';
import type { CheckedOptions } from '../options.ts';
import { COMPONENT, SCRIPT } from '../module-id.ts';
import { PAGE_SCRIPT } from '../runtime-files.ts';

/** Put behind a file's URL where it is asked for as a script, and where it is read as text. */
const MARK = 'tsprof-script';
const MARKED = new RegExp(`[?&]${MARK}(?:[=&]|$)`);
const DATA_MARK = 'tsprof-text';
const MARKED_DATA = new RegExp(`[?&]${DATA_MARK}(?:[=&]|$)`);

/** Vite's own word for a worker of its program: without a type, or with one that it cannot read, it may be a script. */
const CLASSIC_WORKER = /[?&]worker_file\b/;
const TYPE = /[?&]type=(classic|ignore)\b/;

/** Whether a module's id is that of a script, or may be. */
export const isScript = (id: string): boolean =>
  MARKED.test(id) || (CLASSIC_WORKER.test(id) && TYPE.test(id));

/** Whether a module's id is that of what the program reads: it may show it, or make something of it that is no module. */
export const isText = (id: string): boolean => MARKED_DATA.test(id);

/** Marks requests for scripts and text, as the same file may be asked for as a module as well. */
export function markScripts(root: string, base: string, isModule: (path: string) => boolean): Middleware {
  const markOf = (request: IncomingMessage, path: string): string | null => {
    if (request.headers['sec-fetch-dest'] === 'empty') return DATA_MARK;
    const text = (): string => textOf(join(root, path.slice(base.length - 1)));
    return isScriptRequest(request, () => isModule(path) || hasModuleSyntax(text())) ? MARK : null;
  };
  return (request, _, next) => {
    const { url = '/' } = request;
    const path = url.replace(/[?#].*$/s, '');
    const isSource = SCRIPT.test(path) && !/\/(?:@|__tsprof__\/)|\/node_modules\//.test(path);
    const mark = isSource ? markOf(request, path) : null;
    if (mark !== null) request.url = `${url}${url.includes('?') ? '&' : '?'}${mark}`;
    next();
  };
}

/**
 * Browsers say how they ask where they trust the server; otherwise it is for the text to tell. A script with `crossorigin` is
 * asked for as a module is; but modules are imported by others, most of them.
 */
function isScriptRequest({ headers }: IncomingMessage, isModule: () => boolean): boolean {
  const { 'sec-fetch-dest': destination, 'sec-fetch-mode': mode, referer } = headers;
  if (destination === 'script' && mode === 'no-cors') return true;
  if (destination === 'script') return isPage(referer) && !isModule();
  if (/^(?:shared|service)?worker$/.test(String(destination))) return !isModule();
  return destination === undefined && !isModule();
}

const isPage = (referer: string | undefined): boolean =>
  referer !== undefined && !SCRIPT.test(referer) && !COMPONENT.test(referer);

const hasModuleSyntax = (text: string): boolean =>
  text === '' || /^\s*(?:import\b(?!\s*\()|export\b)|\bimport\.meta\b/m.test(text);

function textOf(file: string): string {
  try {
    return readFileSync(decodeURI(file), 'utf8');
  } catch {
    return '';
  }
}

/** The paths of scripts that a page has as modules. */
export function moduleScripts(html: string, url: string): string[] {
  const tags = html.matchAll(/<script\b[^>]*\btype\s*=\s*["']?module\b[^>]*>/gi);
  const sources = [...tags].flatMap(([tag]) => /\bsrc\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1] ?? []);
  return sources.map((source) => new URL(source, `http://localhost${url}`).pathname);
}

/** Where the dev server has the runtime as one script. */
const PATH = '__tsprof__/tsprof.js';

/** Serves the runtime as a script that knows where it is and where profiles are sent. */
export function serveRuntime({ clock, marks }: CheckedOptions, base: string, post: () => string): Middleware {
  const given = () => ({ post: post(), ...(clock !== undefined && { clock }), marks });
  const settings = () => `{
    const key = Symbol.for('tsprof.settings');
    const base = new URL(${JSON.stringify(`${base}__tsprof__/`)}, location.origin).href;
    globalThis[key] = { base, ...${JSON.stringify(given())}, ...globalThis[key] };
  }\n`;
  return (request, response, next) => {
    if (request.url?.replace(/[?#].*$/s, '') !== base + PATH) return next();
    response.setHeader('Content-Type', 'text/javascript');
    response.end(settings() + readFileSync(PAGE_SCRIPT, 'utf8'));
  };
}

/** A page that has scripts loads the runtime before them. */
export function pageTags(
  html: string,
  base: string,
): { tag: 'script'; attrs: { src: string }; injectTo: 'head-prepend' }[] {
  const hasScripts = [...html.matchAll(/<script\b[^>]*\bsrc\b[^>]*>/gi)].some(
    ([tag]) => !/\btype\s*=\s*["']?(?!["'\s>]|(?:text|application)\/(?:x-)?(?:java|ecma)script)/i.test(tag),
  );
  return hasScripts ? [{ tag: 'script', attrs: { src: base + PATH }, injectTo: 'head-prepend' }] : [];
}

/**
 * Brings the runtime where nothing has before: workers, and pages that another server has made. A script can import
 * nothing, and modules may have no `importScripts`.
 */
export function scriptPrelude(base: string): string {
  return `if (!globalThis[Symbol.for('tsprof.realm')]) {
    const url = new URL(${JSON.stringify(base + PATH)}, location.origin).href;
    const load = () => {
      const request = new XMLHttpRequest();
      request.open('GET', url, false);
      request.send();
      (0, eval)(request.responseText);
    };
    try {
      importScripts(url);
    } catch {
      load();
    }
  }`;
}
