import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProfile, profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { readFileSync } from 'node:fs';
import { namesAlone, namesInFiles } from '../../../report/src/exports/labels.ts';
import { relocate } from '../../../report/src/processors/relocate.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TSPROF = join(ROOT, 'cli/bin/tsprof.js');

/** What a client shows of a function; times in ns. */
export interface Shown {
  readonly own: number;
  readonly total: number;
  readonly wait?: number;
  readonly calls?: number;
}

/** Puts bytes into a file for as long as `use` takes. */
export function withFile<T>(bytes: Uint8Array | string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-clients-'));
  try {
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a command prints. */
export function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

const read = (path: string): Profile => relocate(parseProfile(readFileSync(path)), ROOT);

/** A parser in recursive coroutines, as it runs here and now. */
function parser(): Profile {
  return withFile('', (path) => {
    const program = join(ROOT, 'fixtures/exports/acorn.mjs');
    run(process.execPath, TSPROF, 'run', '--quiet', '--include-package', 'acorn', '-o', path, program);
    return read(path);
  });
}

/** Programs as they run, by what they are; the demo has run before. */
export const REAL_PROFILES: readonly (readonly [string, () => Profile])[] = [
  ['a parser in recursive coroutines', parser],
  ['a Fastify server under load', () => read(join(ROOT, 'demo.tsprof'))],
];

/** Our own figures, by the names that clients show: those of functions that know files, or names alone. */
export function ours(profile: Profile, by: 'file' | 'name'): Map<string, Shown & { readonly run: number }> {
  const { functions } = profileStats(profile);
  const names = by === 'file' ? namesInFiles(functions) : namesAlone(functions);
  return new Map(
    functions.map(({ file, ncall, tsub, ttot, twait, trun }, row) => [
      by === 'file' ? `${file === '' ? '[tsprof]' : file}:${names[row]!}` : names[row]!,
      { own: tsub, total: ttot, wait: twait, calls: ncall, run: trun },
    ]),
  );
}
