import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { TsprofError, systemReason } from '@tsprof/report/command-line/errors';
import { writeLike } from './outputs.ts';
import { FOLDER } from '../pages/page-urls.ts';

/** What the runtime's files find in the page; see its `page/settings.ts`. */
export interface PageSettings {
  readonly post?: string | undefined;
  readonly clock?: string | undefined;
  readonly marks?: boolean | undefined;
  readonly overlay?: boolean | undefined;
}

/** Those that begin to profile, and so read settings. */
const BEGIN: ReadonlySet<string> = new Set(['tsprof.js', 'probes.js']);

const require = createRequire(import.meta.url);

/** Where the runtime has its files for pages. */
function filesForPages(): string {
  return join(dirname(require.resolve('@tsprof/runtime/package.json')), 'dist', 'page');
}

/** Puts the runtime's files into the copy of a tree of pages. */
export function writeRuntime(root: string, settings: PageSettings, from: string = filesForPages()): void {
  try {
    for (const name of readdirSync(from)) {
      const content = readFileSync(join(from, name));
      const line = Buffer.from(BEGIN.has(name) ? settingsLine(settings) : '');
      writeLike(join(root, FOLDER, name), Buffer.concat([line, content]), join(from, name));
    }
  } catch (error) {
    const message = `cannot put the runtime into ${join(root, FOLDER)}: ${systemReason(error)}`;
    throw new TsprofError(message, { cause: error });
  }
}

/** What the page says itself counts for more. */
function settingsLine(settings: PageSettings): string {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  if (given.length === 0) return '';
  const text = JSON.stringify(Object.fromEntries(given)).replaceAll('<', '\\u003c');
  return `{ const k = Symbol.for('tsprof.settings'); globalThis[k] = { ...${text}, ...globalThis[k] }; }\n`;
}
