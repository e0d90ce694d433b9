import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { liveRows } from '../../report/src/attach/live-rows.ts';
import { liveTable } from '../../report/src/attach/live-table.ts';
import { stacksText } from '../../report/src/attach/stacks-text.ts';
import { controlFolder, registrations, type ControlStacks } from '../../runtime/src/entries/control.ts';
import { addRegistration } from '../../runtime/src/host/node/control/registration.ts';
import type { LiveThread } from '../../runtime/src/thread-profile/live-stacks.ts';
import type { ClockName } from '../../runtime/src/profile/format.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { runFake } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';
import { looksOf } from '../support/virtual-stacks.ts';
import { rows } from '../support/virtual-tables.ts';

let scratch: string;
let env: Record<string, string>;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-attach-'));
  env = { XDG_RUNTIME_DIR: scratch };
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const attach = (...args: readonly string[]) => runFake(main, ['attach', ...args], { cwd: scratch, env });

/** Leaves word of a program, which is this process, or one that has ended. */
function leave(address: string, name = 'main', pid = process.pid, started = Date.now()): string {
  const registration = {
    pid,
    name,
    script: '/app/server.mjs',
    cwd: '/app',
    started,
    address,
    token: 'secret',
  };
  return addRegistration(controlFolder(env), registration);
}

describe('what cannot be followed is one line, exit 2', () => {
  const cases: readonly [what: string, args: readonly string[], message: RegExp][] = [
    [
      'no program',
      [],
      /^tsprof: no program of yours can be attached to\. Start one with tsprof run --control /,
    ],
    [
      'one that is not there',
      ['127.0.0.1:1'],
      /^tsprof: no program of yours is controlled at 127\.0\.0\.1:1\. Start /,
    ],
    [
      'no address',
      ['here'],
      /^tsprof: the address: expected HOST:PORT, as 127\.0\.0\.1:9230, .*; found "here"$/m,
    ],
    [
      'another machine',
      ['example.com:80'],
      /^tsprof: the address: a program is controlled from its own machine only/,
    ],
    ['a port too many', ['127.0.0.1:70000'], /^tsprof: the address: expected HOST:PORT/],
    ['--for without a file', ['--for', '1s'], /^tsprof: --for needs --output FILE to write the profile to$/m],
    [
      'no time',
      ['--for', 'long', '-o', 'x'],
      /^tsprof: --for is "long", but a time as 60s, 500ms or 2m is expected$/m,
    ],
    ['no interval', ['--interval', '0'], /^tsprof: --interval is "0", but a time/],
    [
      'no token',
      ['127.0.0.1:1', '--token-file', 'none'],
      /^tsprof: cannot read the token in none: there is no such/,
    ],
    [
      'nobody answers',
      ['127.0.0.1:1', '--token-file', 'token'],
      /^tsprof: no program answers at 127\.0\.0\.1:1 \(/,
    ],
  ];
  test.each(cases)('%s', async (_, args, message) => {
    writeFileSync(join(scratch, 'token'), 'secret\n');
    const given = args.map((text) => (text === 'token' ? join(scratch, 'token') : text));
    const { stderr, stdout, exitCode } = await attach(...given);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
  });

  test('several programs: they are named', async () => {
    leave('127.0.0.1:1001');
    const others = { XDG_RUNTIME_DIR: join(scratch, 'other') };
    mkdirSync(others.XDG_RUNTIME_DIR);
    writeFileSync(
      join(controlFolder(env), '1.json'),
      JSON.stringify({
        pid: process.ppid,
        name: 'main',
        script: '/app/\x1b[31m.mjs',
        cwd: '/',
        started: Date.now(),
        address: '127.0.0.1:1002',
        token: 'x',
      }),
    );
    const { stderr, exitCode } = await attach('--stacks');
    expect(stderr).toContain('tsprof: there are several programs: 127.0.0.1:100');
    expect(stderr).toContain('(main \\x1b[31m.mjs, process ');
    expect(stderr).toMatch(/\. Name the address of one\.\n$/);
    expect(exitCode).toBe(2);
  });
});

test('what answers there is something else', async () => {
  const server = createServer((_, response) => response.end('{"hello":1}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  try {
    leave(`127.0.0.1:${port}`);
    const message = `tsprof: what answers at 127.0.0.1:${port} is no program under tsprof\n`;
    expect(await attach('--stacks')).toEqual({ stdout: '', stderr: message, exitCode: 2 });
    const { stderr, exitCode } = await attach('--once');
    expect({ stderr, exitCode }).toEqual({ stderr: message, exitCode: 2 });
  } finally {
    server.close();
  }
});

test('what ended programs have left is removed; a folder that others can look into is not used', async () => {
  const gone = leave('127.0.0.1:1001', 'main', 2 ** 22 + 1);
  expect(registrations(controlFolder(env))).toEqual([]);
  expect(() => rmSync(gone)).toThrow(/ENOENT/);
  leave('127.0.0.1:1002');
  const listed = await attach('--list', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({
    programs: [{ address: '127.0.0.1:1002', pid: process.pid }],
  });
  expect(listed.stdout).not.toContain('secret');
  expect((await attach('--list')).stdout).not.toContain('secret');
  rmSync(controlFolder(env), { recursive: true });
  mkdirSync(controlFolder(env), { mode: 0o755 });
  expect(() => leave('127.0.0.1:1003')).toThrow(/is not this user's alone$/);
  rmSync(controlFolder(env), { recursive: true });
  symlinkSync(scratch, controlFolder(env));
  expect(() => leave('127.0.0.1:1004')).toThrow(/is not this user's alone$/);
});

/** A look as a process would tell it, at 12:00:10 of the machine's time. */
function told(look: LiveThread, clock: ClockName = 'exact'): ControlStacks {
  const taken = new Date(2026, 0, 1, 12, 0, 10).getTime();
  const identity = { pid: 7, name: 'main', script: '/app/server.mjs', cwd: '/app', started: taken };
  return { ...identity, unit: 's', taken, threads: [{ id: '7.0', name: 'main', clock, ...look }] };
}

const PROGRAM = `
  const s = 1e9;
  function spin() { burn(8 * s); look(); }
  async function other() { await sleep(90 * s); }
  async function handle() { await sleep(s); spin(); }
  async function main() { burn(s); other(); other(); await handle(); }`;

test('stacks as people read them', async () => {
  const [look] = await looksOf(PROGRAM);
  expect(stacksText(told(look!), '/app', 80)).toBe(
    `/app/server.mjs, process 7, at 12:00:10

thread main (7.0): in spin (program:3) for 8.00 s, since 12:00:02
path: main > handle > spin

stack      for  since     file:line
spin    8.00 s  12:00:02  program:3
handle  8.00 s  12:00:02  program:5

coroutines      state               file:line
main            waits 9.00 s        program:6 await
  2 × other     waits up to 9.00 s  program:4 await
  await handle  runs 8.00 s         program:5
4 coroutines alive
`,
  );
});

test('without a clock there are no times; while profiling is off there is nothing', async () => {
  const [look] = await looksOf(PROGRAM);
  expect(stacksText(told(look!, 'none'), '/app', undefined)).not.toMatch(/\bfor\b|since| s$/m);
  const off = { ...look!, profiling: false };
  expect(stacksText(told(off), '/app', undefined).split('\n')[2]).toBe(
    'thread main (7.0): profiling is off, so nothing is known; tsprof attach --start starts it',
  );
});

test('the live table: what ran between two looks, then all of it', async () => {
  const { snapshots } = await runProgram(
    `
    const ms = 1e6;
    function often() { burn(ms); }
    function once() { burn(5 * ms); }
    function main() { once(); often(); snapshot(); often(); often(); snapshot(); }`,
    { carriers: ['batch'] },
  );
  const [before, now] = snapshots.map((profile) => profileStats(profile));
  const { rows: live, elapsed } = liveRows(now!, before!);
  expect(elapsed).toBe(2e6);
  expect(live.map(({ now: { name }, ncall, tsub }) => `${name} ${ncall} ${tsub}`)).toEqual([
    'often 2 2000000',
  ]);
  // After a clear there is less than before.
  expect(liveRows(before!, now!).elapsed).toBe(6e6);
  const [look] = await looksOf('function main() { burn(1e9); look(); }');
  expect(liveTable(told(look!), now!, before!, { cwd: '/app' })).toBe(
    `server.mjs, process 7, at 12:00:10, profiled for 8.00 ms
main: in main (program:1) for ≥ 1.00 s

the last 2.00 ms; tsub, ttot and ncall of all so far
${rows(`
  name     own%      own  waited  calls     tsub     ttot  ncall  file:line
  often  100.0%  2.00 ms       0      2  3.00 ms  3.00 ms      3  program:3`)}
`,
  );
});
