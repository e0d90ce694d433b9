import { describe, expect, it } from 'vitest';
import packageJson from '../../cli/package.json' with { type: 'json' };
import { TsprofError } from '../../report/src/command-line/errors.ts';
import { main } from '../../cli/src/main.ts';
import type { CliProcess } from '../../report/src/command-line/process.ts';
import { createProgram, runProgram } from '../../report/src/command-line/program.ts';
import { runFake } from '../support/fake-process.ts';

describe('tsprof', () => {
  it.each([['--version'], ['-V']])('%s', async (flag) => {
    expect(await runFake(main, [flag])).toEqual({
      stdout: `${packageJson.version}\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', async (args) => {
    const { stdout, stderr, exitCode } = await runFake(main, args);
    expect(stdout).toContain('Usage: tsprof [options] [command]');
    for (const command of [
      'run',
      'page',
      'time',
      'stats',
      'awaits',
      'blocking',
      'requests',
      'critical',
      'diff',
      'merge',
      'import',
      'export',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each([
    ['stats', ['--sort', '--limit', '--filter', '--callers', '--callees', '--thread', '--tag', '--json']],
    ['awaits', ['--sort', '--limit', '--filter', '--yields', '--thread', '--tag', '--json']],
    ['stats', ['--all', '--restrict', '--by', '--tree', '--only-mine', '--strip-dirs', '--columns', '--csv']],
    [
      'diff',
      ['--before', '--after', '--sort', '--paths', '--fail-on', '--markdown', '--json', '--limit', '--all'],
    ],
    ['blocking', ['--threshold', '--sort', '--limit', '--filter', '--thread', '--tag', '--json']],
    ['requests', ['--sort', '--limit', '--filter', '--thread', '--tag', '--all', '--json']],
    ['critical', ['--tag', '--coroutine', '--all', '--thread', '--limit', '--json']],
    ['run', ['--tag-requests', '--timeline', '--timeline-threshold']],
    ['time', ['--setup', '--time', '--json', '--no-why', '--node-option']],
    ['merge', ['-o, --output']],
    ['import', ['-o, --output', '--format', '--unit']],
    ['export', ['-o, --output', '--format', '--thread', '--tag', '--raw', '--nodes']],
    ['page', ['-o, --output', '--for', '--actions', '--headless', '--headed', '--browser', '--no-isolate']],
  ])('%s --help lists its options', async (command, options) => {
    const { stdout, stderr, exitCode } = await runFake(main, [command, '--help']);
    for (const option of options) expect(stdout).toContain(`  ${option} `);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each([[['help', 'run']], [['--help', 'run']], [['-h', 'run']], [['run', '-h']]])(
    '%j is the help of one command',
    async (args) => {
      const { stdout, stderr, exitCode } = await runFake(main, args);
      expect(stdout).toMatch(/^Usage: tsprof run \[options\] <script>/);
      expect([stderr, exitCode]).toEqual(['', 0]);
    },
  );

  it('without a command prints help on stderr', async () => {
    const { stdout, stderr, exitCode } = await runFake(main, []);
    expect(stderr).toContain('Usage: tsprof');
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  it.each([
    [['stat'], "unknown command 'stat' (Did you mean stats?). Try tsprof --help."],
    [['help', 'stat'], "unknown command 'stat' (Did you mean stats?). Try tsprof --help."],
    [['--help', 'stat'], "unknown command 'stat' (Did you mean stats?). Try tsprof --help."],
    [
      ['stats', '--filtre', 'x'],
      "unknown option '--filtre' (Did you mean --filter?). Try tsprof stats --help.",
    ],
    [
      ['page', '--clock', 'sun', 'x'],
      "option '--clock <clock>' argument 'sun' is invalid. Allowed choices are auto, observed, exact, none. " +
        'Try tsprof page --help.',
    ],
    [['--colour'], "unknown option '--colour'. Try tsprof --help."],
    [['merge', 'x'], "required option '-o, --output <file>' not specified. Try tsprof merge --help."],
  ])('%j is bad usage', async (args, line) => {
    expect(await runFake(main, args)).toEqual({ stdout: '', stderr: `tsprof: ${line}\n`, exitCode: 2 });
  });
});

describe('a program', () => {
  const failing =
    (error: unknown) =>
    (process: CliProcess): Promise<void> => {
      const program = createProgram({ name: 'tsprof-try', description: 'tries', version: '1' }, process);
      program.action(() => {
        throw error;
      });
      return runProgram(program, process);
    };

  it('that fails says why in one line, under its own name', async () => {
    const error = new TsprofError('no luck\nin a.ts', { remedy: 'Try again.', exitCode: 1 });
    expect(await runFake(failing(error), [])).toEqual({
      stdout: '',
      stderr: 'tsprof-try: no luck in a.ts. Try again.\n',
      exitCode: 1,
    });
  });

  it('that has a bug says so before it shows the stack', async () => {
    const { stderr, exitCode } = await runFake(failing(new RangeError('too deep')), []);
    expect(stderr).toMatch(
      /^tsprof-try: internal error: too deep. This is a bug in tsprof; .*\nRangeError: too deep\n/,
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    ['EPIPE', '', 0],
    ['ENOSPC', 'tsprof: cannot write to standard output: no space left on the device\n', 1],
  ])('whose output goes wrong: %s', async (code, said, exitCode) => {
    let written = '';
    const error = Object.assign(new Error('broken'), { code });
    const stdout: CliProcess['stdout'] = {
      write: () => true,
      on: (_, listener) => queueMicrotask(() => listener(error)),
    };
    const stderr = { write: (text: string) => (written += text) };
    const process: CliProcess = {
      argv: ['node', 'tsprof', '--version'],
      env: {},
      cwd: () => '/',
      stdout,
      stderr,
    };
    await main(process);
    expect([written, process.exitCode ?? 0]).toEqual([said, exitCode]);
  });
});
