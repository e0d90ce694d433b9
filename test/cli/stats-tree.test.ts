/** What `tsprof stats --tree` shows, and what tables advise to look at. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { call, profileOf, withThreads } from '../profile/support/build.ts';
import { runFake } from '../support/fake-process.ts';
import type { Outcome } from '../support/fake-process.ts';
import { runProgram } from '../support/virtual-program.ts';
import { file, server } from './server-profile.ts';

const YAPPI = fileURLToPath(new URL('../../fixtures/profiles/yappi-document.tsprof', import.meta.url));
const CWD = '/project';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-stats-tree-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

function save(name: string, profile: object): string {
  const path = join(scratch, name);
  writeFileSync(path, JSON.stringify(profile));
  return path;
}

const stats = (args: readonly string[]): Promise<Outcome> => runFake(main, ['stats', ...args], { cwd: CWD });

describe('--tree', () => {
  const tree = async (profile: object, ...args: string[]): Promise<string[]> =>
    (await stats([save('tree', profile), '--tree', ...args])).stdout.trimEnd().split('\n');

  it('folds packages to what was called of them', async () => {
    expect(await tree(server)).toEqual([
      'elapsed 200 ms, 1 thread, running time of each call and all below it',
      '',
      'running      %  waiting  ncall  call tree                           file:line',
      ' 120 ms  60.0%               2  └─ serve                            src/server.ts:1',
      '80.0 ms  40.0%               1     └─ route [1 function of router]  node_modules/router/lib/index.js:10',
      '60.0 ms  30.0%               1        └─ handler                    src/routes/index.ts:10',
      '20.0 ms  10.0%               1           └─ parse                   node_modules/a/node_modules/@b/parse/index.js:7',
      '',
      '[root] 80.0 ms (40.0%) idle, collecting garbage, or in code without probes',
    ]);
  });

  it('--all folds nothing, --only-mine shows nothing of packages', async () => {
    const called = async (...args: string[]) =>
      (await tree(server, ...args))
        .slice(3, -2)
        .map((line) => [line.slice(0, 7).trim(), /─ (\S+)/.exec(line)![1]].join(' '));
    expect(await called('--all')).toEqual([
      '120 ms serve',
      '80.0 ms route',
      '60.0 ms handler',
      '20.0 ms parse',
      '10.0 ms match',
    ]);
    expect(await called('--only-mine')).toEqual(['120 ms serve', '60.0 ms handler']);
  });

  it('waits are leaves, and what has little is summed up', async () => {
    const { profile } = await runProgram(
      `
      async function query() { await sleep(40e6); }
      async function main() { burn(60e6); await query(); small(3e5); tiny(2e5); stop(); }
      function small(n) { burn(n); }
      function tiny(n) { burn(n); }`,
      { carriers: ['batch'] },
    );
    expect(await tree(profile)).toEqual([
      'elapsed 101 ms, 1 thread, running time of each call and all below it',
      '',
      'running      %  waiting  ncall  call tree         file:line',
      '60.5 ms  60.2%               1  └─ main           program:3',
      '      0   0.0%               1     ├─ query       program:2',
      '                40.0 ms      1     │  └─ [await]',
      '                40.0 ms      1     ├─ [await]',
      ' 500 µs   0.5%                     └─ … 2 more',
      '',
      '[root] 40.0 ms (39.8%) idle, collecting garbage, or in code without probes',
    ]);
  });

  it('of several threads is one each, and may begin with a tag', async () => {
    const tagged = profileOf([call('a', 9e6, call('[tag x]', 6e6, call('b', 6e6))), call('b', 1e6)], {
      definitions: { '[tag x]': { kind: 'tag', line: 0 } },
    });
    const two = withThreads(tagged, { id: '1.0' }, { id: '1.1', name: 'worker' });
    expect(await tree(two, '--tag', 'x')).toEqual([
      'elapsed 10.0 ms, 2 threads, running time of each call and all below it',
      '',
      'thread 1.0 main',
      'running      %  waiting  ncall  call tree  file:line',
      '6.00 ms  60.0%               1  └─ b       main.ts:3',
      '',
      'thread 1.1 worker',
      'running      %  waiting  ncall  call tree  file:line',
      '6.00 ms  60.0%               1  └─ b       main.ts:3',
    ]);
  });

  it('may be as deep as it likes', async () => {
    const depth = 20_000;
    const sites = Array.from({ length: depth }, (_, site) => site);
    const one = profileOf([call('f', 1)]);
    const [{ edges }] = one.threads as [(typeof one.threads)[0]];
    const same = Object.entries(edges).map(([name, [value]]) => [name, sites.map(() => value)]);
    const deep = withThreads(one, {
      ...{ elapsed: depth, nodes: { site: [-1, ...sites], parent: [-1, ...sites] } },
      edges: { ...Object.fromEntries(same), from: sites, to: sites.map((site) => site + 1) },
    });
    const zeros = sites.map(() => 0);
    const kind = sites.map(() => 'function' as const);
    const named = { name: sites.map((site) => `f${site}`), file: zeros, line: sites, column: zeros, kind };
    const lines = await tree({ ...deep, sites: named }, '--all');
    expect(lines).toHaveLength(64);
    expect(lines.at(-1)).toMatch(/^19\.9 µs +99\.7% +└─ … 1 more$/);
  });

  it('of an older profile has no waits', async () => {
    expect((await stats([YAPPI, '--tree'])).stdout).not.toContain('[await]');
  });

  it('shows names as text', async () => {
    const evil = '\x1b[31mred\n';
    const lines = await tree(profileOf([call(evil, 5)], { definitions: { [evil]: file(evil, 1) } }));
    expect(lines[3]).toContain('\\x1b[31mred\\x0a');
  });

  it('goes with no choice of rows', async () => {
    expect(await stats([YAPPI, '--tree', '--json'])).toMatchObject({
      stderr: "tsprof: option '--tree' cannot be used with option '--json'. Try tsprof stats --help.\n",
      exitCode: 2,
    });
  });
});

describe('advice', () => {
  const advice = async (file: string, ...args: string[]): Promise<string[]> => {
    const { stdout } = await runFake(main, ['stats', file, ...args], { cwd: scratch });
    return stdout.split('\n').filter((line) => line.startsWith('next: '));
  };

  it('is about the slowest await, and the longest stretch where others wait', async () => {
    const { profile } = await runProgram(
      `
      async function query(n) { await sleep(n); }
      function hog(n) { burn(n); }
      async function main() { await query(40e6); await query(10e6); hog(60e6); stop(); }`,
      { carriers: ['batch'] },
    );
    save('my profile.tsprof', profile);
    expect(await advice('my profile.tsprof')).toEqual([
      "next: tsprof awaits 'my profile.tsprof' (the slowest await is in query (program:2): 50.0 ms, 2 times, up to 40.0 ms)",
      "next: tsprof blocking 'my profile.tsprof' (the longest stretch, 60.0 ms in one piece, was mostly hog (program:3))",
    ]);
  });

  it('is about who kept others waiting, where somebody did', async () => {
    const { profile } = await runProgram(
      `
      async function query() { await sleep(10e6); }
      function hog() { burn(60e6); }
      async function main() { const found = query(); await sleep(5e6); hog(); await found; stop(); }`,
      { carriers: ['batch'] },
    );
    save('late.tsprof', profile);
    expect((await advice('late.tsprof')).at(-1)).toBe(
      'next: tsprof blocking late.tsprof (hog (program:3) held the thread for up to 60.0 ms: that delayed 1 await by up to 60.0 ms in all)',
    );
  });

  it('knows coroutines that hold the thread, too', async () => {
    const { profile } = await runProgram(
      `
      async function hog() { await sleep(1e6); burn(70e6); await sleep(1e6); }
      function small() { burn(55e6); }
      async function main() { await hog(); await sleep(1e6); small(); stop(); }`,
      { carriers: ['batch'] },
    );
    save('hog.tsprof', profile);
    expect((await advice('hog.tsprof')).at(-1)).toBe(
      'next: tsprof blocking hog.tsprof (the longest stretch, 70.0 ms in one piece, was mostly hog (program:2))',
    );
  });

  it('is about own time where nothing waits', async () => {
    save('busy.tsprof', profileOf([call('a.b', 9e6, call("it's", 6e6))]));
    expect(await advice('busy.tsprof')).toEqual([
      String.raw`next: tsprof stats busy.tsprof --callers --filter '^it'\''s$' (the most own time is that of it's (/project/main.ts:2): 66.7%)`,
    ]);
  });

  it('is only what may be typed, and about all that the profile has', async () => {
    save('odd.tsprof', profileOf([call('evil\x1b', 9e6)]));
    expect(await advice('odd.tsprof')).toEqual([]);
    const { profile } = await runProgram(`async function main() { await sleep(9e6); stop(); }`);
    save('waits.tsprof', profile);
    expect(await advice('waits.tsprof')).toHaveLength(1);
    expect(await advice('waits.tsprof', '--thread', 'main')).toHaveLength(1);
    const { stdout } = await runFake(main, ['stats', '-'], { stdin: [Buffer.from(JSON.stringify(profile))] });
    expect(stdout).not.toContain('next: ');
  });
});
