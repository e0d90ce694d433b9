import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { TSPROF, callCounts, cleanEnv, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
const env = (): NodeJS.ProcessEnv => ({ ...cleanEnv(), TMPDIR: at('tmp') });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof saved ')));
  mkdirSync(at('tmp'));
  writeFileSync(
    at('short.cjs'),
    'function f() {}\nfor (let i = 0; i < 5; i++) f();\nprocess.exitCode = 3;\n',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): Promise<Ran> =>
  runNode([TSPROF, 'run', '--quiet', ...args], { cwd: folder, env: env() });
const stats = (...args: string[]): Promise<Ran> =>
  runNode([TSPROF, 'stats', ...args], { cwd: folder, env: env() });
const leavings = (): string[] => [
  ...readdirSync(folder).filter((name) => name.includes('partial') || name.startsWith('.')),
  ...readdirSync(at('tmp')),
];
const read = (name: string): Profile => JSON.parse(readFileSync(at(name), 'utf8')) as Profile;

/** Runs a program that never ends, and kills it with its command once what it has done so far stands beside the output. */
async function killedRun(): Promise<void> {
  writeFileSync(
    at('endless.cjs'),
    'function f() {}\nfor (let i = 0; i < 7; i++) f();\nsetInterval(f, 1e9);\n',
  );
  const args = [TSPROF, 'run', '--quiet', 'endless.cjs'];
  const command = spawn(process.execPath, args, { cwd: folder, env: env(), detached: true, stdio: 'ignore' });
  while (!saved().some((name) => name.endsWith('.tsprof')))
    await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(-command.pid!, 'SIGKILL');
  await once(command, 'exit');
}

const partials = (): string[] => readdirSync(folder).filter((name) => name.includes('.partial-'));
const saved = (): string[] => partials().flatMap((name) => readdirSync(at(name)));

describe('a run that was killed with its command', () => {
  test('is what stats shows and merge adds, and says so; the next run takes it away', async () => {
    writeFileSync(at('profile.tsprof'), 'an older one');
    await killedRun();
    expect(statSync(at(partials()[0]!)).mode & 0o777).toBe(0o700);
    const shown = await stats('profile.tsprof');
    expect(shown.stdout).toMatch(/^f +7 /m);
    expect(shown.stdout).toMatch(/^partial, killed or still running, the end of it is missing: main \(/m);
    expect(shown.stderr).toMatch(
      /^tsprof: profile\.tsprof: the run was killed: .*profile\.tsprof\.partial-\w+\n$/,
    );
    await runNode([TSPROF, 'merge', '-o', 'sum.tsprof', 'profile.tsprof', partials()[0]!], {
      cwd: folder,
      env: env(),
    });
    expect(callCounts(read('sum.tsprof'))['f']).toBe(14);
    expect(read('sum.tsprof').threads.map(({ partial }) => partial)).toEqual([true]);
    expect(leavings()).toHaveLength(2);
    await run('short.cjs');
    expect(leavings()).toEqual([]);
    expect((await stats('profile.tsprof')).stderr).toBe('');
    expect(callCounts(read('profile.tsprof'))['f']).toBe(5);
  });
});

test('of what a process and its accountant have written of a thread, the later counts; without a clock, too', async () => {
  await run('--clock', 'none', '-o', 'one.tsprof', 'short.cjs');
  const one = read('one.tsprof');
  mkdirSync(at('left'));
  writeFileSync(at('left', 'owner'), '{}');
  for (const [name, calls] of [['1-a.tsprof', 2] as const, ['1-a.tsprof.threads.tsprof', 9] as const]) {
    const threads = one.threads.map((thread) => ({
      ...thread,
      partial: true,
      edges: { ...thread.edges, ncall: thread.edges.ncall.map((count) => (count === 5 ? calls : count)) },
    }));
    writeFileSync(at('left', name), JSON.stringify({ ...one, threads }));
  }
  expect((await stats('left')).stdout).toMatch(/^f +9\/5 /m);
});

describe('what others have left', () => {
  const made = (name: string, owner: object): string => {
    const path = at('tmp', name);
    mkdirSync(path);
    writeFileSync(join(path, 'owner'), JSON.stringify(owner));
    return path;
  };

  test('stays, unless it is known to be dead', async () => {
    const place = JSON.parse(readFileSync(join(await ownFolder(), 'place'), 'utf8')) as string;
    const alive = made('tsprof-0123456789abcdef', { pid: process.pid, place });
    const elsewhere = made('tsprof-0123456789abcdee', { pid: 1, place: 'another machine' });
    const foreign = made('tsprof-bundler-x', { pid: 1 });
    const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
    const reused = made('tsprof-0123456789abcdec', { pid: process.pid, place });
    utimesSync(join(reused, 'owner'), 1e9, 1e9);
    const over = made('tsprof-0123456789abcded', { pid: dead, place });
    await run('-o', 'p.tsprof', 'short.cjs');
    expect([alive, elsewhere, foreign, over].map((path) => existsSync(path))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  /** A folder with the name of this machine in it, as a run of ours has written it. */
  async function ownFolder(): Promise<string> {
    writeFileSync(
      at('owner.cjs'),
      `const fs = require('fs');
      const [name] = fs.readdirSync(process.env.TMPDIR);
      const { place } = JSON.parse(fs.readFileSync(process.env.TMPDIR + '/' + name + '/owner', 'utf8'));
      fs.mkdirSync('own');
      fs.writeFileSync('own/place', JSON.stringify(place));`,
    );
    await run('-o', 'p.tsprof', 'owner.cjs');
    return at('own');
  }
});

describe('an output', () => {
  test('that is a link leads to the file behind it, which there need not be yet', async () => {
    symlinkSync('behind.tsprof', at('link.tsprof'));
    for (let times = 0; times < 2; times++)
      expect(await run('-o', 'link.tsprof', 'short.cjs')).toMatchObject({ code: 3 });
    expect(lstatSync(at('link.tsprof')).isSymbolicLink()).toBe(true);
    expect(callCounts(read('behind.tsprof'))['f']).toBe(5);
  });

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('that is %s is written to', async (output) => {
    const ran = await run('-o', output, 'short.cjs');
    expect(ran).toMatchObject({ stderr: '', code: 3 });
    expect(callCounts(JSON.parse(ran.stdout) as Profile)['f']).toBe(5);
  });

  test('that is a pipe is written to', () => {
    const script = `mkfifo pipe; "$0" "$1" run --quiet -o pipe short.cjs & cat pipe; wait $!; test -p pipe || echo gone`;
    const options = { cwd: folder, env: env(), encoding: 'utf8' } as const;
    const { stdout } = spawnSync('sh', ['-c', script, process.execPath, TSPROF], options);
    expect(callCounts(JSON.parse(stdout) as Profile)['f']).toBe(5);
  });

  test('that is no open file is refused', async () => {
    expect(await run('-o', '/dev/fd/99', 'short.cjs')).toMatchObject({ code: 2 });
  });

  test('in a folder that anyone may write to is for this user only; elsewhere permissions stay', async () => {
    mkdirSync(at('shared'));
    spawnSync('chmod', ['1777', at('shared')]);
    await run('-o', 'shared/p.tsprof', 'short.cjs');
    expect(statSync(at('shared/p.tsprof')).mode & 0o777).toBe(0o600);
    writeFileSync(at('mine.tsprof'), '', { mode: 0o640 });
    await run('-o', 'mine.tsprof', 'short.cjs');
    expect(statSync(at('mine.tsprof')).mode & 0o777).toBe(0o640);
  });
});

describe('where there is no room', () => {
  test('for temporary files, it is found beside the output', async () => {
    const missing = { ...env(), TMPDIR: at('missing') };
    const ran = await runNode([TSPROF, 'run', '--quiet', 'short.cjs'], { cwd: folder, env: missing });
    expect(ran).toMatchObject({ stdout: '', stderr: '', code: 3 });
    expect(callCounts(read('profile.tsprof'))['f']).toBe(5);
    expect(leavings()).toEqual([]);
  });

  test('in a working directory that was removed, the program runs as plain', () => {
    mkdirSync(at('gone'));
    const script = `cd gone; rmdir ../gone; "$0" "$1" run "$2"`;
    const options = { cwd: folder, env: env(), encoding: 'utf8' } as const;
    const ran = spawnSync('sh', ['-c', script, process.execPath, TSPROF, at('short.cjs')], options);
    expect(ran.stderr).toMatch(
      /^tsprof: the working directory .* was removed. The program runs without a profile\n$/,
    );
    expect(ran).toMatchObject({ stdout: '', status: 3 });
  });

  test('for what a package.json should be, it is passed over', async () => {
    mkdirSync(at('package.json'));
    expect(await run('short.cjs')).toMatchObject({ stderr: '', code: 3 });
  });
});

test('a child that is still starting when all else has ended is said to be missing', async () => {
  writeFileSync(
    at('parent.cjs'),
    `const child = require('child_process').spawn(process.execPath, ['short.cjs'], { detached: true, stdio: 'ignore' });
    child.kill('SIGSTOP');
    child.unref();
    require('fs').writeFileSync('pid', String(child.pid));
    (function f() {})();`,
  );
  const ran = await runNode([TSPROF, 'run', 'parent.cjs'], { cwd: folder, env: env() });
  const pid = readFileSync(at('pid'), 'utf8');
  process.kill(Number(pid), 'SIGKILL');
  expect(ran.stderr).toContain(`tsprof: process ${pid} was still starting: it is not in the profile\n`);
  expect(leavings()).toEqual([]);
});
