/** Programs that are looked at and controlled from outside, as real processes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ControlStacks, ControlStatus } from '../../runtime/src/entries/control.ts';
import { parseProfile } from '../../runtime/src/entries/profile.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { runNode } from './support/child.ts';
import { ask, withProgram, wordsLeft } from './support/controlled.ts';
import { ROOT, TSPROF } from './support/tsprof.ts';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'tsprof-control-test-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const CONTROL = ['--control', '127.0.0.1:0', '--quiet'];

/** Writes a program, and returns what Node is to be given to run it. */
function run(source: string, options: readonly string[] = CONTROL): string[] {
  writeFileSync(join(directory, 'program.mjs'), source);
  return [TSPROF, 'run', ...options, 'program.mjs'];
}

async function stacksOf(attach: (...args: string[]) => Promise<{ stdout: string }>): Promise<ControlStacks> {
  return JSON.parse((await attach('--stacks', '--json')).stdout) as ControlStacks;
}

const STUCK = `
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
async function poll() { await sleep(1e9); }
function spin() { writeSync(1, 'stuck\\n'); for (;;); }
function outer() { spin(); }
async function handle() { await sleep(1); outer(); }
poll();
await handle();
`;

test.each(['observed', 'exact', 'none'])(
  'a main thread that is stuck in a loop without a call, clock %s',
  async (clock) => {
    await withProgram(directory, run(STUCK, ['--clock', clock, ...CONTROL]), async ({ line, attach }) => {
      expect(await line('stdout')).toBe('stuck');
      const { threads, cwd } = await stacksOf(attach);
      const [main] = threads;
      expect(threads).toHaveLength(1);
      expect(main).toMatchObject({ name: 'main', profiling: true });
      expect(main!.path).toEqual(['<module>', 'handle', 'outer', 'spin']);
      expect(main!.stack.map(({ name, file, line }) => `${name} ${file}:${line}`)).toEqual([
        'handle program.mjs:7',
        'outer program.mjs:6',
        'spin program.mjs:5',
      ]);
      expect(main!.stack.at(-1)!.lasted > 0).toBe(clock !== 'none');
      expect(cwd).toBe(directory);
      expect(
        main!.coroutines.map(({ name, state, at, parent, relation }) => ({
          name,
          state,
          line: at?.line,
          parent,
          relation,
        })),
      ).toEqual([
        { name: '<module>', state: 'waiting', line: 9, parent: null, relation: null },
        { name: 'poll', state: 'waiting', line: 4, parent: 0, relation: 'created' },
        { name: 'handle', state: 'running', line: undefined, parent: 0, relation: 'awaited' },
      ]);
      const text = (await attach('--stacks')).stdout;
      const lasting = clock === 'none' ? '' : ' for [\\d.]+ m?s, since \\d\\d:\\d\\d:\\d\\d';
      expect(text).toMatch(
        new RegExp(`^thread main \\(\\d+\\.0\\): in spin \\(program\\.mjs:5\\)${lasting}$`, 'm'),
      );
      expect(text).toMatch(/^path: <module> > handle > outer > spin$/m);
      // The loop goes on; the profile so far has it.
      const report = JSON.parse((await attach('--once', '--json')).stdout) as {
        functions: { name: string; ncall: number; pending: number }[];
      };
      expect(report.functions.find(({ name }) => name === 'spin')).toMatchObject({ ncall: 1, pending: 1 });
    });
  },
);

test('its timeline is told from any byte on, as far as it has been written', async () => {
  const program = run(STUCK, ['--timeline', ...CONTROL]);
  await withProgram(directory, program, async ({ line }) => {
    expect(await line('stdout')).toBe('stuck');
    const { address, token } = wordsLeft(directory)[0]!;
    const timeline = async (from: number) =>
      (await ask(address, 'GET', `/timeline?from=${from}`, { authorization: `Bearer ${token}` })).text;
    let told = '';
    while (told === '') told = await timeline(0);
    expect(told.slice(0, 8)).toBe('tsproftl');
    expect((await timeline(5)).slice(0, 3)).toBe('ftl');
    expect(await timeline(1e9)).toBe('');
  });
});

test('a worker that is stuck, beside one that has ended and one that was terminated', async () => {
  const program = run(`
    import { Worker, isMainThread } from 'node:worker_threads';
    import { once } from 'node:events';
    import { writeSync } from 'node:fs';
    function spin() { writeSync(1, 'stuck\\n'); for (;;); }
    function busy() { for (;;) busy.count++; }
    if (!isMainThread) spin();
    else {
      await once(new Worker('1', { eval: true }), 'exit');
      const other = new Worker('setInterval(() => {}, 1000)', { eval: true });
      await once(other, 'online');
      await other.terminate();
      new Worker(new URL(import.meta.url));
    }`);
  await withProgram(directory, program, async ({ line, attach }) => {
    expect(await line('stdout')).toBe('stuck');
    const { threads } = await stacksOf(attach);
    const running = process.platform === 'linux' ? threads : threads.slice(-1);
    expect(running.map(({ name }) => name)).toContain('worker 3');
    if (process.platform === 'linux') expect(threads.map(({ name }) => name)).toEqual(['main', 'worker 3']);
    const worker = threads.find(({ name }) => name === 'worker 3')!;
    expect(worker.path).toEqual(['<module>', 'spin']);
    expect(worker.stack.at(-1)).toMatchObject({ name: 'spin', line: 5 });
  });
});

test('each process has a server of its own; the one that was started is the one that is meant', async () => {
  const program = run(`
    import { fork } from 'node:child_process';
    import { writeSync } from 'node:fs';
    import { fileURLToPath } from 'node:url';
    function spin() { writeSync(1, 'stuck\\n'); for (;;); }
    if (process.argv[2] === 'child') spin();
    else {
      const child = fork(fileURLToPath(import.meta.url), ['child']);
      process.on('exit', () => child.kill('SIGKILL'));
    }`);
  await withProgram(directory, program, async ({ line, attach }) => {
    expect(await line('stdout')).toBe('stuck');
    const { programs } = JSON.parse((await attach('--list', '--json')).stdout) as {
      programs: { address: string; name: string; token?: string }[];
    };
    expect(programs.map(({ name, token }) => ({ name, token }))).toEqual([
      { name: 'main', token: undefined },
      { name: 'child program.mjs', token: undefined },
    ]);
    expect((await stacksOf(attach)).name).toBe('main');
    const child = await stacksOf((...args) => attach(programs[1]!.address, ...args));
    expect(child.threads[0]!.path).toEqual(['<module>', 'spin']);
  });
});

test('below a command: the first program with probes has the port, others any', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  free.close();
  await once(free, 'close');
  const source = `
    import { writeSync } from 'node:fs';
    function spin() { writeSync(1, 'stuck\\n'); for (;;); }
    spin();`;
  run(source);
  const bare = 'require("node:child_process").spawn(process.execPath, ["program.mjs"], { stdio: "inherit" })';
  const args = [TSPROF, 'run', '--control', `127.0.0.1:${port}`, '--quiet', '--', 'node', '-e', bare];
  await withProgram(directory, args, async ({ line, attach }) => {
    expect(await line('stdout')).toBe('stuck');
    expect(await line('stderr')).toMatch(
      / what it runs can be attached to once it has probes: tsprof attach --list$/,
    );
    expect(await line('stderr')).toContain(`tsprof: control at http://127.0.0.1:${port}, token `);
    const [{ pid, threads }] = [await stacksOf(attach)];
    expect(threads[0]!.path).toEqual(['<module>', 'spin']);
    process.kill(pid, 'SIGKILL');
  });
});

const IDLE = `
import { setTimeout as sleep } from 'node:timers/promises';
function work() { return 1; }
process.stdin.on('data', (data) => {
  for (const line of String(data).trim().split('\\n')) {
    if (line === 'end') process.exit(3);
    work();
    console.log('done');
  }
});
console.log('ready');
`;

test('who has no token, or comes by another name or from a page, is refused', async () => {
  await withProgram(directory, run(IDLE), async ({ line }) => {
    const told = await line('stderr');
    const { address, token } = wordsLeft(directory)[0]!;
    expect(told).toContain(`tsprof: control at http://${address}, token ${token} `);
    expect(token).toMatch(/^[\w-]{43}$/);
    const folder = readdirSync(directory).find((name) => name.startsWith('tsprof-control-'))!;
    const [file] = readdirSync(join(directory, folder));
    expect(statSync(join(directory, folder)).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, folder, file!)).mode & 0o777).toBe(0o600);
    const own = { authorization: `Bearer ${token}` };
    const refused = async (method: string, path: string, headers: Record<string, string>) => {
      const { status, headers: answered } = await ask(address, method, path, headers);
      expect(answered['access-control-allow-origin']).toBeUndefined();
      return status;
    };
    expect(await refused('GET', '/stacks', {})).toBe(401);
    expect(await refused('GET', '/stacks', { authorization: `Bearer ${token}x` })).toBe(401);
    expect(await refused('GET', `/stacks?token=${token}`, {})).toBe(401);
    expect(await refused('GET', '/stacks', { ...own, host: 'example.com' })).toBe(403);
    expect(await refused('GET', '/stacks', { ...own, origin: `http://${address}` })).toBe(403);
    expect(await refused('OPTIONS', '/stacks', { ...own, origin: 'http://example.com' })).toBe(403);
    expect(await refused('POST', '/stacks', own)).toBe(405);
    expect(await refused('GET', '/start', own)).toBe(405);
    expect(await refused('GET', '/', own)).toBe(404);
    expect(await refused('GET', '/toString', own)).toBe(404);
    expect(await refused('POST', '/start', { ...own, 'content-length': '1' })).toBe(413);
    expect(await refused('GET', '/status', { ...own, 'x-long': 'x'.repeat(9000) })).toBe(431);
    const { status, text } = await ask(address, 'GET', '/status', own);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ name: 'main', profiling: true, threads: [{ name: 'main' }] });
  });
});

test('a port that is in use: one line, and the program runs', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  try {
    const args = run('console.log("ran"); process.exitCode = 4;', [
      '--control',
      `127.0.0.1:${port}`,
      '--quiet',
    ]);
    const env = { ...process.env, XDG_RUNTIME_DIR: directory };
    const { code, stdout, stderr } = await runNode(args, { cwd: directory, env });
    expect({ code, stdout }).toEqual({ code: 4, stdout: 'ran\n' });
    expect(stderr).toBe(
      `tsprof: no control at 127.0.0.1:${port}: the port is in use. Name another one, or 0 for any\n`,
    );
  } finally {
    other.close();
  }
});

test('the live table goes on until the program ends; its word is gone then', async () => {
  await withProgram(directory, run(IDLE), async ({ child, exit: end, line }) => {
    expect(await line('stdout')).toBe('ready');
    child.stdin!.write('work\n');
    expect(await line('stdout')).toBe('done');
    const env = { ...process.env, XDG_RUNTIME_DIR: directory };
    const attached = spawn(process.execPath, [TSPROF, 'attach', '--interval', '10ms'], {
      cwd: directory,
      env,
    });
    const exit = once(attached, 'exit');
    const [shown, said] = [createInterface(attached.stdout), createInterface(attached.stderr)];
    const frames: string[] = [];
    const words: string[] = [];
    said.on('line', (text) => words.push(text));
    for await (const text of shown) {
      frames.push(text);
      if (text.startsWith('the last ')) child.stdin!.write('end\n');
    }
    expect(frames[0]).toMatch(/^program\.mjs, process \d+, at \d\d:\d\d:\d\d, profiled for /);
    expect(frames[1]).toMatch(/^main: in the event loop, or in code without probes/);
    expect(frames[3]).toBe('all so far');
    expect(frames.some((text) => /^work .* 1 .* program\.mjs:3$/.test(text))).toBe(true);
    expect(await exit).toEqual([0, null]);
    expect(words).toHaveLength(1);
    expect(words[0]).toMatch(/^tsprof: the program at 127\.0\.0\.1:\d+ has ended$/);
    expect(await end).toEqual([3, null]);
    expect(wordsLeft(directory)).toEqual([]);
  });
});

test('--for has what ran meanwhile and nothing else; after it profiling is off', async () => {
  const program = run(`
    function early() {}
    function work() {}
    early();
    setInterval(work, 1);
    console.log('ready');`);
  await withProgram(directory, program, async ({ line, attach }) => {
    expect(await line('stdout')).toBe('ready');
    const ended = await attach('--for', '50ms', '-o', 'minute.tsprof');
    expect(ended).toEqual({ code: 0, stdout: '', stderr: 'tsprof: the profile is in minute.tsprof\n' });
    const { functions } = profileStats(parseProfile(readFileSync(join(directory, 'minute.tsprof'))));
    expect(functions.map(({ name }) => name)).toEqual(['work']);
    const { address, token } = wordsLeft(directory)[0]!;
    const own = { authorization: `Bearer ${token}` };
    const status = async () => JSON.parse((await ask(address, 'GET', '/status', own)).text) as ControlStatus;
    expect(await status()).toMatchObject({ profiling: false, threads: [{ profiling: false }] });
    expect((await attach('--start')).stderr).toMatch(
      /^tsprof: profiling is on in process \d+ \(program\.mjs\)\n$/,
    );
    expect(await status()).toMatchObject({ profiling: true, threads: [{ profiling: true }] });
  });
});

test('--no-start and --signal: a signal starts it, the next one stops it and writes a profile', async () => {
  const options = ['--no-start', '--signal', 'SIGUSR2', '--quiet', '-o', 'all.tsprof'];
  await withProgram(directory, run(IDLE, options), async ({ child, line }) => {
    const work = async () => {
      child.stdin!.write('work\n');
      expect(await line('stdout')).toBe('done');
    };
    expect(await line('stdout')).toBe('ready');
    for (const count of [1, 2]) {
      await work();
      child.kill('SIGUSR2');
      expect(await line('stderr')).toBe('tsprof: profiling has started; SIGUSR2 stops it');
      for (let times = 0; times < count; times++) await work();
      child.kill('SIGUSR2');
      const written = /^tsprof: profiling has stopped; the profile is in (.*)$/.exec(
        await line('stderr'),
      )![1]!;
      expect(written).toMatch(new RegExp(`/all\\.\\d+-${count}\\.tsprof$`));
      const { functions } = profileStats(parseProfile(readFileSync(written)));
      expect(functions.find(({ name }) => name === 'work')!.ncall).toBe(count);
    }
  });
});

test('a program that asks for it itself, while it is profiled or not', async () => {
  const runtime = (name: string) => pathToFileURL(join(ROOT, 'runtime', 'dist', 'esm', name)).href;
  const source = `
    import { control } from '${runtime('index.js')}';
    const { address, token } = await control();
    console.log(address, token);
    console.log(await control({ port: 1, host: 'example.com' }).catch((error) => error.message));
    process.stdin.on('data', () => { for (;;); });`;
  writeFileSync(join(directory, 'program.mjs'), source);
  for (const preload of [[], ['--import', runtime('auto.js')]]) {
    await withProgram(directory, [...preload, 'program.mjs'], async ({ child, line, attach }) => {
      const [address, token] = (await line('stdout')).split(' ');
      expect(wordsLeft(directory).at(-1)).toMatchObject({ address, token, name: 'main' });
      expect(await line('stdout')).toMatch(/only: 127\.0\.0\.1, \[::1\] or localhost; found "example\.com"$/);
      child.stdin!.write('go');
      const { threads } = await stacksOf(attach);
      expect(threads).toMatchObject([{ name: 'main', profiling: preload.length > 0 }]);
    });
  }
});
