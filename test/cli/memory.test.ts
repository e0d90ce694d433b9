import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { runFake } from '../support/fake-process.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/profiles');
const FILE = join(FIXTURES, 'memory.tsprof');

const memory = (...args: readonly string[]) => runFake(main, ['memory', ...args], { cwd: '/home/me/app' });

interface Json {
  readonly functions: readonly Readonly<Record<string, unknown>>[];
}

describe('tsprof memory', () => {
  it('prints what functions have allocated, what waits, and what to look at first', async () => {
    const { stdout, stderr, exitCode } = await memory(FILE);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toBe(`\
4.75 MB still there (145 samples, ± 8.3%), sorted by own

function      own    ±    total  calls  per call  file:line
remember  3.28 MB  10%  3.28 MB     10    328 kB  src/main.js:2
rows      1.41 MB  15%  1.41 MB     12    117 kB  src/main.js:5
job       65.5 kB  71%  1.38 MB      2   32.8 kB  src/main.js:8
<module>        0       4.75 MB      1         –  src/main.js:1

look first at remember (src/main.js:2): 3.28 MB still there, 328 kB for each of 10 calls
2 of job (src/main.js:8) wait at line 10: 1.38 MB allocated there is still there, 688 kB each
heap: 12.0 MB at the end, 15.0 MB at most, 2.20 MB outside of it (buffers)
collector: 6 pauses, 15.0 ms in all, the longest 5.00 ms
[root] 70.0 kB in code without probes, [tsprof] 500 kB of its own
`);
  });

  it('prints call paths', async () => {
    const { stdout } = await memory('--path', '--limit', '2', FILE);
    expect(stdout).toContain(`\
    own    ±  path
3.28 MB  10%  <module> > remember (src/main.js:2)
1.31 MB  16%  <module> > job > rows (src/main.js:5)

`);
    expect(stdout).toContain('2 of 4 paths shown\n');
  });

  it('prints JSON', async () => {
    const { stdout } = await memory('--json', '--sort', 'percall', FILE);
    const found = JSON.parse(stdout) as Json;
    expect(found).toMatchObject({
      ...{ unit: 'B', collected: false, root: 70_000, tsprof: 500_000 },
      heap: { used: 12_000_000, most: 15_000_000, external: 2_200_000 },
      collections: { count: 6, time: 0.015, longest: 0.005 },
    });
    expect(found.functions.map(({ name }) => name)).toEqual(['remember', 'rows', 'job', '<module>']);
    expect(found.functions[2]).toEqual({
      ...{ name: 'job', file: 'src/main.js', line: 8, column: 0, kind: 'async function' },
      ...{ own: 65_536, total: 1_376_256, samples: 2, error: 1 / Math.sqrt(2), ncall: 2, percall: 32_768 },
      waiting: [{ line: 10, count: 2 }],
    });
    expect(found).toMatchObject({
      paths: [
        { path: [{ name: '<module>' }, { name: 'remember' }], bytes: 3_276_800, samples: 100 },
        { path: [{ name: '<module>' }, { name: 'job' }, { name: 'rows' }], bytes: 1_310_720, samples: 40 },
        { bytes: 98_304 },
        { bytes: 65_536 },
      ],
      threads: [
        { id: '1.0', interval: 32_768, sizes: [{ time: 0, used: 7e6 }, { time: 0.25 }, { time: 0.5 }] },
      ],
    });
  });

  it('adds profiles up', async () => {
    const { stdout } = await memory('--json', FILE, FILE);
    const { functions } = JSON.parse(stdout) as Json;
    expect(functions[0]).toMatchObject({ name: 'remember', own: 6_553_600, samples: 200, ncall: 20 });
  });

  it('says that a profile tells of none', async () => {
    const { stdout, exitCode } = await memory(join(FIXTURES, 'mixed.tsprof'));
    expect({ stdout, exitCode }).toEqual({
      stdout: 'no memory: tsprof run --memory watches it\n',
      exitCode: 0,
    });
  });

  it('names no function where all may be chance', async () => {
    const profile = JSON.parse(readFileSync(FILE, 'utf8')) as {
      threads: { memory: { nodes: { samples: number[] } } }[];
    };
    profile.threads[0]!.memory.nodes.samples = [0, 0, 3, 2, 0, 1];
    const { stdout } = await runFake(main, ['memory', '-'], {
      cwd: '/home/me/app',
      stdin: [new TextEncoder().encode(JSON.stringify(profile))],
    });
    expect(stdout).toContain('no function stands out: 10 samples or more would be needed');
  });
});
