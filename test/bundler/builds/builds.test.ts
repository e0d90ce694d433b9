/** What each bundler makes of a small project with the plugin, and that it makes the same as ever where it is off. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { fileIn, filesOf, functionsOf, originalPlace, Project } from './project.ts';

interface Bundler {
  readonly name: string;
  readonly entry: RegExp;
  /** The program's worker, where the bundler builds it. */
  readonly worker: RegExp | null;
  /** Where its maps say that the error is made; what is said of the plain build, too. */
  readonly place?: string;
}

const BUNDLERS: readonly Bundler[] = [
  { name: 'vite', entry: /index-[\w-]+\.js$/, worker: /assets\/worker-[\w-]+\.js$/ },
  { name: 'rollup', entry: /^main\.js$/, worker: null },
  { name: 'rolldown', entry: /^main\.js$/, worker: null },
  { name: 'webpack', entry: /^main\.mjs$/, worker: /src_worker_ts\.mjs$/ },
  { name: 'rspack', entry: /^main\.mjs$/, worker: /src_worker_ts\.mjs$/ },
  { name: 'farm', entry: /^main\.js$/, worker: null, place: 'work.ts:12:18' },
  { name: 'esbuild', entry: /^main\.js$/, worker: null },
];

/** Where the page is said to be that runs what was built. */
const ORIGIN = 'http://page.test/';

const RESULT = { tag: 'p', children: [{ tag: 'b', children: [400] }] };

const FUNCTIONS = [
  '<module> 1 src/later.ts:1',
  '<module> 1 src/main.tsx:1',
  '<module> 1 src/threads.ts:1',
  '<module> 1 src/work.ts:1',
  'Total 1 src/main.tsx:15',
  'double 5 src/work.ts:4',
  'h 2 src/main.tsx:11',
  'main 1 src/main.tsx:17',
  'square 1 src/later.ts:1',
  'twice 5 src/work.ts:9',
];

describe.each(BUNDLERS)('$name', ({ name, entry, worker, place = 'work.ts:12:8' }) => {
  const project = new Project();
  afterAll(() => project.remove());

  it('builds a program that does the same, with exact counts at the lines of its sources', async () => {
    const out = await project.build(name, 'profiled', { enabled: true });
    const { result, profile, stack, settings } = await project.run(fileIn(out, entry));
    expect(result).toEqual(RESULT);
    expect(functionsOf(profile)).toEqual(FUNCTIONS);
    expect(originalPlace(stack)).toBe(place);
    const found = settings?.worker ?? 'none';
    const file = found.startsWith('file:') ? fileURLToPath(found) : join(out, found.replace(ORIGIN, ''));
    expect(existsSync(file), `${found} is there`).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/^onmessage|^"use strict"|^\(/);
    expect(settings).not.toHaveProperty('post');
  });

  it.runIf(worker)('profiles the workers that it builds', async () => {
    const out = await project.build(name, 'with-worker', { enabled: true });
    const { result, profile } = await project.run(fileIn(out, worker!));
    expect(result).toBe(3);
    expect(functionsOf(profile)).toEqual(['<module> 1 src/worker.ts:1', 'count 4 src/worker.ts:1']);
  });

  it('changes no byte where it is off, and is on when TSPROF says so', async () => {
    const plain = filesOf(await project.build(name, 'out', null));
    const isPlain = (out: string) => isDeepStrictEqual(filesOf(out), plain);
    expect(isPlain(await project.build(name, 'out', {}))).toBe(true);
    expect(isPlain(await project.build(name, 'out', { enabled: false }, { TSPROF: '1' }))).toBe(true);
    expect(isPlain(await project.build(name, 'out', {}, { TSPROF: '0' }))).toBe(true);
    expect(isPlain(await project.build(name, 'on', {}, { TSPROF: '1' }))).toBe(false);
  });

  it('hands the options on, and leaves alone what they exclude', async () => {
    const options = { enabled: true, clock: 'none', post: '/profiles', worker: null } as const;
    const out = await project.build(name, 'options', { ...options, only: 'src/w*.ts' });
    const { profile, settings } = await project.run(fileIn(out, entry));
    expect(settings).toEqual({ clock: 'none', post: '/profiles' });
    expect(new Set(functionsOf(profile).map((line) => line.replace(/.* |:.*/g, '')))).toEqual(
      new Set(['src/work.ts']),
    );
    expect(Object.keys(filesOf(out)).filter((file) => file.includes('replay-worker'))).toEqual([]);
  });
});
