import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  TSPROF,
  callCounts,
  cleanEnv,
  comparable,
  copyProjects,
  profiled,
  removeProjects,
  runNode,
} from './projects.ts';

let projects: string;

beforeAll(() => {
  projects = copyProjects();
  return () => removeProjects(projects);
});

const WAYS = [
  ...['counts', 'emit', 'last', 'once', 'again', 'removed', 'deaf', 'kill', 'abort', 'throws', 'nested'],
  ...['mute', 'restored', 'continues'],
];

describe('a program that looks at signals and its end', () => {
  test.each(WAYS)('%s: sees what it would see without us, and nothing is lost', async (way) => {
    const path = join(projects, 'signals/hidden.cjs');
    const plain = await runNode([path, way]);
    const ran = await profiled(path, [way]);
    expect([ran.stdout, ran.code, ran.signal]).toEqual([plain.stdout, plain.code, plain.signal]);
    expect(comparable(ran.stderr)).toBe(comparable(plain.stderr));
    expect(callCounts(ran.profile)).toMatchObject({ f: way === 'continues' ? 2 : 1 });
  });

  test('one that never gets to its event loop dies of the signal, and no call is lost', async () => {
    const ran = await profiled(join(projects, 'signals/busy.cjs'), [], { kill: 'SIGTERM' });
    expect([ran.code, ran.signal]).toEqual([null, 'SIGTERM']);
    // The signal may come before the first of them.
    const [told = 0] = ran.stdout.trim().split('\n').slice(1).map(Number).reverse();
    expect(callCounts(ran.profile)['work'] ?? 0).toBeGreaterThanOrEqual(told);
  });

  test.each(['first', 'sparse', 'dense'])('one that is stuck without a probe, %s, does, too', async (way) => {
    const path = join(projects, 'signals/without-probes.cjs');
    const ran = await profiled(path, [way], { kill: 'SIGTERM' });
    const [, calls] = /^ready after (\d+)\n$/.exec(ran.stdout)!;
    expect([ran.code, ran.signal, ran.stderr]).toEqual([null, 'SIGTERM', '']);
    const { work = 0, spin } = callCounts(ran.profile);
    expect({ work, spin }).toEqual({ work: Number(calls), spin: 1 });
  });

  test.each(['first', 'sparse', 'dense'])('nor is anything of a worker that is, %s', async (way) => {
    const path = join(projects, 'signals/stuck-worker.mjs');
    const ran = await profiled(path, [way], { kill: 'SIGTERM' });
    const [, calls] = /^ready after (\d+)\n$/.exec(ran.stdout)!;
    expect([ran.code, ran.signal, ran.stderr]).toEqual([null, 'SIGTERM', '']);
    const { work = 0, spin } = callCounts(ran.profile);
    expect({ work, spin }).toEqual({ work: Number(calls), spin: 1 });
  });

  test('a child that gets to no probe either dies of it for its parent, and no call is lost', async () => {
    const ran = await profiled(join(projects, 'signals/parent.cjs'));
    const [calls, ending] = ran.stdout.trim().split('\n');
    expect([ran.code, ending]).toEqual([0, 'null SIGTERM']);
    expect(callCounts(ran.profile)).toMatchObject({ work: Number(calls), stuck: 1 });
  });

  test('neither is one of a worker thread', async () => {
    const ran = await profiled(join(projects, 'signals/worker.mjs'), [], { kill: 'SIGTERM' });
    expect([ran.code, ran.signal]).toEqual([null, 'SIGTERM']);
    // The signal may come before the first of them.
    const [told = 0] = ran.stdout.trim().split('\n').slice(1).map(Number).reverse();
    expect(callCounts(ran.profile)['work'] ?? 0).toBeGreaterThanOrEqual(told);
  });

  test('one that comes before there is a program goes on to it', async () => {
    const path = join(projects, 'signals/waiting.cjs');
    const command = spawn(process.execPath, [TSPROF, 'run', '--quiet', '-o', `${path}.tsprof`, path], {
      env: { ...cleanEnv(), NODE_OPTIONS: `--require="${join(projects, 'signals/before-spawn.cjs')}"` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    command.stdout.resume();
    // Closed when nobody holds the other end any more: the program has ended, too.
    expect(await once(command, 'close')).toEqual([null, 'SIGTERM']);
  });
});
