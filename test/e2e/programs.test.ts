/** Nobody can tell from a program's output and exit code whether it was profiled. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { runNode } from './support/child.ts';
import { withPlain } from './support/plain.ts';
import { profileScript, ROOT, TSPROF } from './support/tsprof.ts';

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

describe('a program that has our own parser among its modules', () => {
  it('gets it with probes, whether the cache is cold or warm', { timeout: 60_000 }, async () => {
    mkdirSync(join(ROOT, 'node_modules', '.cache'), { recursive: true });
    const folder = mkdtempSync(join(ROOT, 'node_modules', '.cache', 'tsprof-own-'));
    const script = join(folder, 'main.cjs');
    writeFileSync(script, "console.log(require('@babel/parser').parse('a').type);\n");
    const runs = ['cold', 'warm'].map(() => ['--include', '/**', '--quiet', '-o', join(folder, 'p.tsprof')]);
    const counts: number[] = [];
    for (const options of runs) {
      const ended = await runNode([TSPROF, 'run', ...options, script], {
        cwd: folder,
        env: { ...process.env, XDG_CACHE_HOME: folder },
      });
      expect(ended).toEqual({ code: 0, stdout: 'File\n', stderr: '' });
      const { sites } = JSON.parse(readFileSync(join(folder, 'p.tsprof'), 'utf8')) as Profile;
      counts.push(sites.name.length);
    }
    rmSync(folder, { recursive: true });
    expect(counts[0]).toBeGreaterThan(100);
    expect(counts[1]).toBe(counts[0]);
  });
});
