import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { TsprofError } from '@tsprof/report/command-line/errors';
import { elide } from '@tsprof/report/tables/text';
import { snippetOf, type Snippet } from './snippet.ts';

/** Code that is written so can only be meant as a file. */
const FILE_NAME = /^[\w@./\\-]+\.[cm]?[jt]sx?$/;
const TITLE_WIDTH = 40;

/** The snippets that the command line names: files where there are such, else code. A TsprofError names what is neither. */
export function snippetsOf(given: readonly string[], cwd: string): readonly Snippet[] {
  return given.map((code, at) => {
    const file = resolve(cwd, code);
    if (isFile(file)) return { code, file, body: '', isAsync: false };
    if (FILE_NAME.test(code)) throw new TsprofError(`${titleOf(code, at)}: there is no such file`);
    return snippetOf(code, titleOf(code, at));
  });
}

/** How messages name a snippet: `snippet 2 ('foo()')`. */
export function titleOf(code: string, at: number): string {
  return `snippet ${at + 1} ('${shortly(code)}')`;
}

/** Code in one short line. */
export function shortly(code: string, width = TITLE_WIDTH): string {
  return elide(code.trim().replace(/\s+/g, ' '), width);
}

function isFile(path: string): boolean {
  // Code may hold what no path can.
  if (path.includes('\0')) return false;
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}
