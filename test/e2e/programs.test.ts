/** Nobody can tell from a program's output and exit code whether it was profiled. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNode } from './support/child.ts';
import { withPlain } from './support/plain.ts';
import { profileScript, ROOT } from './support/tsprof.ts';

const PROGRAMS = join(ROOT, 'fixtures', 'programs');

interface Case {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
}

/** Folders with a `main` and a `run.json` that says with which arguments it is to be run. */
function cases(): Case[] {
  return readdirSync(PROGRAMS).flatMap((name) => {
    const folder = join(PROGRAMS, name);
    if (!existsSync(join(folder, 'run.json'))) return [];
    const { args } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Pick<Case, 'args'>;
    const main = readdirSync(folder).find((file) => /^main\.[cm]?[jt]sx?$/.test(file));
    if (main === undefined) throw new Error(`${folder} has a run.json, but no main file`);
    return [{ name, script: join(folder, main), args }];
  });
}

describe('a program runs the same with and without tsprof', () => {
  it.each(cases())('$name', async ({ script, args }) => {
    const plain = await withPlain(script, (file) => runNode([file, ...args], { cwd: ROOT }));
    expect(plain.code).toBe(0);
    const { ended } = await profileScript(script, args);
    expect(ended).toEqual(plain);
  });
});
