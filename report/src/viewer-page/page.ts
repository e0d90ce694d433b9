import { createHash } from 'node:crypto';
import { PAGE_DATA_ID, PAGE_ROOT_ID, type PageData } from '@tsprof/viewer/page-data';
import { viewerFile } from './viewer-files.ts';

/** What a page may load: in a file nothing but the worker that it carries, else what its server has. */
const SOURCES = {
  file: '; worker-src blob:',
  served: "; connect-src 'self'; worker-src 'self'",
} as const;

/** The viewer's page in pieces, with what it carries; nothing in it is loaded from elsewhere, and only its script runs. */
export function* viewerPage(data: PageData, title: string, kind: keyof typeof SOURCES): Iterable<string> {
  const [style, script] = [viewerFile('viewer.css').trim(), viewerFile('viewer.js').trim()];
  const policy =
    `default-src 'none'; script-src ${sourceOf(script)}; style-src ${sourceOf(style)}; img-src blob: data:; ` +
    `base-uri 'none'; form-action 'none'${SOURCES[kind]}`;
  yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">\n';
  yield `<title>${escaped(title)}</title>\n<link rel="icon" href="data:,">\n<style>${style}</style></head><body>\n`;
  yield `<div id="${PAGE_ROOT_ID}"></div>\n<noscript>This page shows a profile, and needs JavaScript for that.</noscript>\n`;
  yield `<script type="application/json" id="${PAGE_DATA_ID}">`;
  yield inScript(JSON.stringify(data));
  yield `</script>\n<script>${script}</script>\n</body></html>\n`;
}

const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** JSON that does not end the element it stands in, whatever is in it. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
