import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProfile } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { main } from '../../../report/src/main.ts';
import { withServer } from '../../e2e/support/server.ts';
import { ROOT, TSPROF } from '../../e2e/support/tsprof.ts';
import { runFake } from '../../support/fake-process.ts';

const SCRIPT = join(ROOT, 'fixtures', 'programs', 'fastify-server', 'main.ts');
const USERS = 40;
const REPORTS = 6;

/** A profile, as that of the demo's server under some load, in a file. */
export interface Demo {
  readonly directory: string;
  readonly file: string;
  readonly profile: Profile;
  remove(): void;
}

/** Runs the demo's server, its packages instrumented too, and asks it for everything at the same time. */
export async function recordDemo(): Promise<Demo> {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-viewer-'));
  const file = join(directory, 'demo.tsprof');
  await withServer([TSPROF, 'run', '--quiet', '--include', '**', '-o', file, SCRIPT], async (url) => {
    const source = readFileSync(join(ROOT, 'node_modules/fastify/lib/reply.js'), 'utf8');
    const outline = { method: 'POST', headers: { 'content-type': 'application/json' } };
    await Promise.all([
      ...Array.from({ length: USERS }, (_, id) => fetch(`${url}/users/${id}`)),
      ...Array.from({ length: REPORTS }, () => fetch(`${url}/report`)),
      fetch(`${url}/outline`, { ...outline, body: JSON.stringify({ source }) }),
    ]);
    return [];
  });
  const remove = () => rmSync(directory, { recursive: true });
  return { directory, file, profile: parseProfile(readFileSync(file)), remove };
}

/** Writes a profile where commands can read it. */
export function inFile(profile: Profile): Demo {
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-viewer-'));
  const file = join(directory, 'profile.tsprof');
  writeFileSync(file, JSON.stringify(profile));
  return { directory, file, profile, remove: () => rmSync(directory, { recursive: true }) };
}

/** What a command prints as JSON, run where the demo is. */
export async function json<T>(args: readonly string[]): Promise<T> {
  const { stdout, stderr } = await runFake(main, args, { cwd: ROOT });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
