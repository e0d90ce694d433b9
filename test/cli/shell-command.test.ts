/** What commands of the shell become, so that the Nodes they start are in the profile. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test, vi } from 'vitest';
import { joiningArgs, joiningCommand } from '../../cli/src/loader/shell-command.ts';

// How much room there is on the stack is the system's to say.
vi.mock('../../cli/src/loader/stack-room.ts', async (original) => ({
  ...(await original<typeof import('../../cli/src/loader/stack-room.ts')>()),
  withStackRoom: (args: readonly string[]) => ['--room', ...args],
}));

const PRELOAD = "/it's/register.js";
const joined = (command: string): string => joiningCommand(command, PRELOAD);
/** What shell and `node` make of it: the options that Node sees, after `--require` and the preload. */
const OURS = `'--require /it'\\''s/register.js '`;

describe('a command for the shell', () => {
  test.each([
    ['NODE_OPTIONS=--a node x.js', `NODE_OPTIONS=${OURS}--a node --room x.js`],
    ['A=1 NODE_OPTIONS="--a --b" next dev', `A=1 NODE_OPTIONS=${OURS}"--a --b" next dev`],
    ["export NODE_OPTIONS='--a'; ./run", `export NODE_OPTIONS=${OURS}'--a'; ./run`],
    ['env NODE_OPTIONS= node x', `env NODE_OPTIONS=${OURS} node --room x`],
    ['cd a && NODE_OPTIONS=--a npm start', `cd a && NODE_OPTIONS=${OURS}--a npm start`],
    ['(NODE_OPTIONS=--a ./run)|cat', `(NODE_OPTIONS=${OURS}--a ./run)|cat`],
    ["echo 'a;' # it's\nNODE_OPTIONS=--a ./run", `echo 'a;' # it's\nNODE_OPTIONS=${OURS}--a ./run`],
    ['if true; then NODE_OPTIONS=--a ./run; fi', `if true; then NODE_OPTIONS=${OURS}--a ./run; fi`],
    ['sleep 1 & exec "/usr/bin/node" x', 'sleep 1 & exec "/usr/bin/node" --room x'],
  ])('%j', (command, expected) => expect(joined(command)).toBe(expected));

  test.each([
    'NODE_OPTIONS="$NODE_OPTIONS --a" ./run',
    'NODE_OPTIONS=--a\\ ${NODE_OPTIONS} ./run',
    'echo NODE_OPTIONS=--a node',
    'echo "; NODE_OPTIONS=--a node x"',
    "echo '\nNODE_OPTIONS=--a'",
    'echo \\; NODE_OPTIONS=--a',
    'MY_NODE_OPTIONS=--a ./run',
    'cat <<END\nNODE_OPTIONS=--a\nEND',
    'echo "$(echo "; NODE_OPTIONS=--a")"',
    'nodemon x',
    '',
  ])('%j stays as it is', (command) => expect(joined(command)).toBe(command));

  test('the shell makes of it what Node reads', () => {
    const command = joined('NODE_OPTIONS="--a --b" env');
    const printed = execFileSync('/bin/sh', ['-c', command], { env: { PATH: process.env['PATH'] } });
    expect(String(printed)).toContain("NODE_OPTIONS=--require /it's/register.js --a --b\n");
  });
});

describe('a program', () => {
  test.each([
    ['/usr/bin/node', ['node', 'x.js'], ['node', '--room', 'x.js']],
    ['/bin/sh', ['sh', '-c', 'node x'], ['sh', '-c', 'node --room x']],
    ['bash', ['bash', '-lc', 'node x', 'a'], ['bash', '-lc', 'node --room x', 'a']],
    [
      'env',
      ['env', 'A=1', 'NODE_OPTIONS=--a', 'x'],
      ['env', 'A=1', "NODE_OPTIONS=--require /it's/register.js --a", 'x'],
    ],
    ['env', ['env', 'x', 'NODE_OPTIONS=--a'], ['env', 'x', 'NODE_OPTIONS=--a']],
    ['sh', ['sh', 'script', '-c'], ['sh', 'script', '-c']],
    ['echo', ['echo', '-c', 'node x'], ['echo', '-c', 'node x']],
  ])('%s %j', (file, args, expected) => expect(joiningArgs(file, args, PRELOAD)).toEqual(expected));
});
