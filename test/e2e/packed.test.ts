/** What a user gets: the packed tarballs, installed once into a project of their own. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runNode, succeed } from './support/child.ts';
import type { Ended } from './support/child.ts';
import { ROOT } from './support/tsprof.ts';

const PACKAGES = ['runtime', 'plugin', 'bundler', 'report', 'cli'];
const WRAPPERS = ['delegate', 'delegateAsync', 'iterate', 'dispose', 'parameters', 'PARAMETERS'];
const DOOR = ['start', 'stop', 'clear', 'isRunning', 'snapshot', 'profile'];

let directory: string;
let project: string;
let tarballs: string[];

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-packed-')));
  project = join(directory, 'consumer');
  const packed = join(directory, 'tarballs');
  mkdirSync(packed);
  const folders = PACKAGES.map((name) => join(ROOT, name));
  await npm(ROOT, 'pack', '--silent', '--ignore-scripts', '--pack-destination', packed, ...folders);
  tarballs = readdirSync(packed).map((name) => join(packed, name));
  cpSync(join(ROOT, 'fixtures', 'consumer'), project, { recursive: true });
  await install(project, tarballs);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): Promise<string> {
  return succeed('npm', args, { cwd });
}

/** Installs tarballs of ours, and of what they need the versions that our own lock file has. */
async function install(folder: string, ours: readonly string[]): Promise<void> {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, overrides: lockedVersions() }));
  await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', ...ours);
}

/**
 * As npm's `overrides`: of each package that is there in one version, that one to whoever asks for its major version. A registry
 * may serve the newest version of one package before that of another it needs, and then nothing installs for a while.
 */
function lockedVersions(): Record<string, string> {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; link?: boolean }>;
  };
  const versions = new Map<string, Set<string>>();
  for (const [path, { version, link }] of Object.entries(lock.packages)) {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    if (name === undefined || version === undefined || link === true) continue;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const single = [...versions].filter(([, { size }]) => size === 1);
  return Object.fromEntries(
    single.map(([name, [version]]) => [`${name}@^${version!.split('.')[0]}`, version!]),
  );
}

/** Runs one of the packages' commands in the project. */
function bin(name: string, ...args: string[]): Promise<Ended> {
  return runCommand('npx', ['--no-install', name, ...args], { cwd: project });
}

/** Runs a script of the project that prints a JSON document. */
async function printed(script: string): Promise<unknown> {
  return JSON.parse(await succeed(process.execPath, [script], { cwd: project }));
}

function names(json: string): string[] {
  return (JSON.parse(json) as { functions: { name: string }[] }).functions.map(({ name }) => name);
}

describe('the tarballs', () => {
  it('are what publint likes', async () => {
    expect(tarballs).toHaveLength(PACKAGES.length);
    for (const tarball of tarballs) {
      const bytes = readFileSync(tarball);
      const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
      const { messages, pkg } = await publint({ pack: { tarball: buffer as ArrayBuffer }, strict: true });
      expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
    }
  });

  it('bring their licence and a manual', () => {
    const packages = [
      '@tsprof/runtime',
      'babel-plugin-tsprof',
      'unplugin-tsprof',
      '@tsprof/report',
      'tsprof',
    ];
    for (const name of packages)
      for (const file of ['LICENSE', 'README.md'])
        expect(existsSync(join(project, 'node_modules', name, file)), `${name} has ${file}`).toBe(true);
  });
});

describe('modules', () => {
  const rest = {
    probes: 'function',
    wrappers: expect.arrayContaining(WRAPPERS) as unknown,
    profile: 'function',
    replay: 'function',
    plugin: ['function', 'function'],
    bundlers: ['function', 'function', 0],
  };

  it('load from an ES module, and share one state with the CommonJS copy', async () => {
    expect(await printed('esm.js')).toMatchObject({
      ...rest,
      runtime: expect.arrayContaining(DOOR) as unknown,
      isShared: true,
    });
  });

  it('load from CommonJS', async () => {
    const found = await printed('commonjs.cjs');
    expect(found).toMatchObject({ ...rest, runtime: expect.arrayContaining(DOOR) as unknown });
  });

  it.each(['nodenext', 'node16', 'bundler'])(
    'have their types under moduleResolution %s',
    async (resolution) => {
      const module = resolution === 'bundler' ? 'esnext' : resolution;
      const files = resolution === 'bundler' ? ['types.mts'] : ['types.mts', 'types.cts'];
      const options = [
        '--noEmit',
        '--strict',
        '--ignoreConfig',
        '--skipDefaultLibCheck',
        '--target',
        'es2022',
      ];
      const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
      const resolving = ['--module', module, '--moduleResolution', resolution];
      const { code, stdout } = await runNode([tsc, ...options, ...resolving, ...files], { cwd: project });
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    },
  );
});

describe('the Babel plugin and the runtime', () => {
  beforeAll(async () => {
    expect(await runNode(['babel.js'], { cwd: project })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('count what runs while profiling is on', async () => {
    expect(await printed('api.js')).toEqual({
      seen: {
        'before start': {},
        started: { step: [2, 0] },
        'started, seen again': { step: [2, 0] },
        stopped: { step: [2, 0] },
        waiting: { step: [3, 0], hold: [1, 1] },
        ended: { step: [3, 0], hold: [1, 0] },
        cleared: {},
        'profile()': { twice: [1, 0], 'exports.step': [2, 0] },
      },
      released: 'released',
      result: 2,
      isRunning: false,
    });
  });

  it('work in a bundle for browsers', async () => {
    const form = { bundle: true, platform: 'browser', format: 'esm' } as const;
    buildSync({ absWorkingDir: project, entryPoints: ['page.js'], outfile: 'page.bundle.mjs', ...form });
    expect(readFileSync(join(project, 'page.bundle.mjs'), 'utf8')).not.toMatch(
      /from ["']node:|require\(["']node:/,
    );
    const functions = [['step', 2]];
    expect(await printed('page.bundle.mjs')).toEqual({
      functions,
      clock: 'observed',
      isRunning: false,
      door: [...DOOR, 'tag', 'profiled'],
    });
  });
});

/** What a command left, without what is another one each time: its name, when it ran, and where. */
const withoutNames = ({ stdout, stderr, ...ended }: Ended): Ended => ({
  ...ended,
  // What to type next begins with the command itself.
  stdout: stdout
    .replace(/"created":"[^"]*"/, '')
    .replace(/"cwd":"[^"]*"/, '')
    .replaceAll('tsprof-report ', 'tsprof '),
  stderr: stderr.replace(/^tsprof-report:/, 'tsprof:'),
});

/** What reads profiles, installed alone: a machine that only looks at them needs no compiler and no browser driver. */
describe('@tsprof/report alone', () => {
  const MOST_BYTES = 7_900_000;
  let alone: string;
  beforeAll(async () => {
    alone = join(directory, 'alone');
    mkdirSync(alone);
    writeFileSync(join(alone, 'package.json'), '{ "private": true }');
    const tarball = tarballs.find((name) => name.includes('tsprof-report'))!;
    await install(alone, [tarball]);
  });

  it('takes a few megabytes', () => {
    const files = readdirSync(join(alone, 'node_modules'), { recursive: true, encoding: 'utf8' });
    const sizes = files.map((name) => statSync(join(alone, 'node_modules', name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it('reads profiles as tsprof does', async () => {
    const profile = join(ROOT, 'fixtures', 'profiles', 'awaits.tsprof');
    const foreign = join(ROOT, 'fixtures', 'foreign', 'perf.collapsed');
    const outputs = (name: string, cwd: string): Promise<Ended[]> =>
      Promise.all(
        [
          ['stats', profile],
          ['stats', profile, '--json'],
          ['awaits', profile],
          ['diff', profile, profile],
          ['merge', profile, profile, '-o', '/dev/stdout'],
          ['export', profile, '--format', 'pprof', '-o', '/dev/stdout'],
          ['export', profile, '--format', 'svg', '-o', '-'],
          ['import', foreign, '-o', '/dev/stdout'],
          ['export', profile, '--format', 'png'],
          ['query', 'from functions', profile],
        ].map((args) => runCommand('npx', ['--no-install', name, ...args], { cwd })),
      );
    const found = await outputs('tsprof-report', alone);
    expect(found.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
    expect(found.at(-2)!.stderr).toMatch(
      /^tsprof(?:-report)?: png needs the package @resvg\/resvg-js: npm install/,
    );
    expect(found.at(-1)!.stderr).toMatch(
      /^tsprof-report: tsprof query needs the package @duckdb\/node-api, .*\. Install: npm install @duckdb\/node-api\n$/,
    );
    // In a folder beside it, so that files are shown relative to the same depth.
    const theirs = await outputs('tsprof', project);
    expect(found.map(withoutNames)).toEqual(theirs.map(withoutNames));
  });

  it('has nothing that tsprof, which is built with it, would have to do without', () => {
    const [report, cli] = ['@tsprof/report', 'tsprof'].map((name) => {
      const file = join(project, 'node_modules', name, 'package.json');
      return (JSON.parse(readFileSync(file, 'utf8')) as { dependencies: object }).dependencies;
    });
    expect(cli).toMatchObject(report!);
  });
});

describe('the commands', () => {
  it('tsprof run profiles TypeScript', async () => {
    const ended = await bin('tsprof', 'run', '-o', 'run.tsprof', 'program.ts', 'you');
    expect(ended).toMatchObject({ code: 0, stdout: 'hello you\n' });
    expect(ended.stderr).toMatch(/^greet +1 /m);
    const stats = await bin('tsprof', 'stats', '--json', 'run.tsprof');
    expect(names(stats.stdout).sort()).toEqual(['<module>', 'greet']);
  });

  it('tsprof-instrument writes a copy that runs, and is profiled, by itself', async () => {
    const { code } = await bin('tsprof-instrument', 'work', '--out-dir', 'instrumented');
    expect(code).toBe(0);
    const env = { ...process.env, TSPROF_OUTPUT: 'instrumented.tsprof', TSPROF_CLOCK: 'exact' };
    const script = "require('./instrumented/work.cjs').twice().then(console.log)";
    const run = ['--import', '@tsprof/runtime/auto', '-e', script];
    expect(await runNode(run, { cwd: project, env })).toMatchObject({ code: 0, stdout: '2\n' });
    const stats = await bin('tsprof', 'stats', '--json', 'instrumented.tsprof');
    expect(names(stats.stdout)).toEqual(expect.arrayContaining(['twice']));
  });
});
