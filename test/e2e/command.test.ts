/** `tsprof run -- COMMAND`: the Node programs that a command runs are profiled. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNode } from './support/child.ts';
import { TSPROF, reportOn, rowOf } from './support/tsprof.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-command-'));
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  const scripts = {
    test: 'node test.mjs --name && node fail.mjs',
    options: 'A=1 NODE_OPTIONS=--no-warnings node test.mjs $NODE_OPTIONS',
  };
  write('package.json', JSON.stringify({ name: 'it', version: '1.0.0', bin: { it: 'test.mjs' }, scripts }));
  write('add.mjs', 'export function add(a, b) { return a + b; }\n');
  write(
    'test.mjs',
    '#!/usr/bin/env node\nimport { add } from "./add.mjs";\nconsole.log(add(1, add(2, 3)), process.argv.slice(2).join());\n',
  );
  write('fail.mjs', 'import { add } from "./add.mjs";\nprocess.exit(add(3, 4));\n');
  write('run.sh', '#!/bin/sh\nnode test.mjs "$@" < /dev/null\nexec node fail.mjs\n');
  chmodSync(join(directory, 'run.sh'), 0o755);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function run(...command: readonly string[]) {
  const profile = join(directory, 'profile.tsprof');
  rmSync(profile, { force: true });
  const env = {
    ...process.env,
    npm_config_cache: join(directory, 'cache'),
    npm_config_update_notifier: 'false',
  };
  const args = [TSPROF, 'run', '--quiet', '-o', profile, '--', ...command];
  const ended = await runNode(args, { cwd: directory, env });
  return { ...ended, calls: async () => rowOf(await reportOn(profile), 'add').ncall };
}

test.runIf(process.platform !== 'win32')(
  'a shell script: both programs, its arguments, its exit code',
  async () => {
    const { code, stdout, stderr, calls } = await run('./run.sh', '-o', 'x', '--', 'y');
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: '6 -o,x,--,y\n', stderr: '' });
    expect(await calls()).toBe(3);
  },
);

test.runIf(process.platform !== 'win32')('npm: what its scripts run, and nothing of npm', async () => {
  const { code, stdout, calls } = await run('npm', 'test', '--silent');
  expect({ code, stdout }).toEqual({ code: 7, stdout: '6 --name\n' });
  expect(await calls()).toBe(3);
  const { threads } = JSON.parse(
    (await runNode([TSPROF, 'stats', '--json', join(directory, 'profile.tsprof')], { cwd: directory }))
      .stdout,
  ) as { threads: { name: string }[] };
  expect(threads.map(({ name }) => name).sort()).toEqual(['child fail.mjs', 'child test.mjs']);
});

test.runIf(process.platform !== 'win32')('npx', async () => {
  const { code, stdout, calls } = await run('npx', '--no-install', '-c', 'node test.mjs one');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '6 one\n' });
  expect(await calls()).toBe(2);
});

test.runIf(process.platform !== 'win32')('commands that set NODE_OPTIONS', async () => {
  const npm = await run('npm', 'run', '--silent', 'options');
  expect(npm.code).toBe(0);
  expect(await npm.calls()).toBe(2);
  const shell = await run(
    'sh',
    '-c',
    'export NODE_OPTIONS=--no-warnings; node test.mjs; exec env NODE_OPTIONS= node fail.mjs',
  );
  expect(shell).toMatchObject({ code: 7, stdout: '6 \n', stderr: '' });
  expect(await shell.calls()).toBe(3);
});

test('node, as without --', async () => {
  const { code, stdout, calls } = await run('node', 'test.mjs');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '6 \n' });
  expect(await calls()).toBe(2);
});

test('no such command, and one that runs no program of Node: one line', async () => {
  const missing = await run('nothing-of-this-name');
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toBe(
    'tsprof: cannot run nothing-of-this-name: there is no such command. Behind -- stands a command; a script stands without it.\n',
  );
  if (process.platform === 'win32') return;
  expect(await run('sh', '-c', 'exit 3')).toMatchObject({
    code: 3,
    stdout: '',
    stderr:
      'tsprof: the command has run no Node program that could be profiled; there is no profile. Scripts that set NODE_OPTIONS ' +
      'have to keep what is in it: NODE_OPTIONS="$NODE_OPTIONS …"\n',
  });
});
