import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { runFake } from '../support/fake-process.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/profiles');
const BEFORE = join(FIXTURES, 'memory.tsprof');

interface Document {
  threads: {
    edges: { to: number[]; ncall: number[] };
    nodes: { site: number[] };
    memory: { collected?: true; nodes: { bytes: number[]; samples: number[] } };
  }[];
  sites: { name: string[]; line: number[] };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-memory-diff-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The profile after something has changed. */
function after(change: (profile: Document) => void): string {
  const profile = JSON.parse(readFileSync(BEFORE, 'utf8')) as Document;
  change(profile);
  const file = join(folder, 'after.tsprof');
  writeFileSync(file, JSON.stringify(profile));
  return file;
}

/** Later in the same run: `remember` was called 30 times more, on a line further down. */
function grown(): string {
  return after(({ threads: [thread], sites }) => {
    const site = sites.name.indexOf('remember');
    sites.line[site]!++;
    thread!.edges.to.forEach((node, edge) => {
      if (thread!.nodes.site[node] === site) thread!.edges.ncall[edge]! += 30;
    });
    thread!.memory.nodes.bytes = [70000, 0, 13107200, 32768, 65536, 1310720];
    thread!.memory.nodes.samples = [2, 0, 400, 1, 2, 40];
  });
}

const diff = (...args: readonly string[]) =>
  runFake(main, ['diff', '--memory', ...args], { cwd: '/home/me/app' });

describe('tsprof diff --memory', () => {
  it('says what has grown, for each further call', async () => {
    const { stdout, stderr } = await diff(BEFORE, grown());
    expect(stderr).toBe('');
    // remember: √(3.2768² / 100 + 13.1072² / 400) = 0.733 MB; rows: √(1.409² / 43 + 1.343² / 41) = 0.300.
    expect(stdout).toBe(`\
4.75 MB to 14.5 MB still there (+9.76 MB, +205.5%), by the change of own

function   before    after    change       ±  calls  per call  file:line
remember  3.28 MB  13.1 MB  +9.83 MB  733 kB    +30   +328 kB  src/main.js:3
rows      1.41 MB  1.34 MB  -65.5 kB  300 kB      0         –  src/main.js:5
<module>        0        0         0              0         –  src/main.js:1

look first at remember (src/main.js:3): +9.83 MB ± 733 kB, 328 kB for each of 30 calls more
`);
  });

  it('prints JSON', async () => {
    const { stdout } = await diff('--json', '--limit', '1', BEFORE, grown());
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ unit: 'B', collected: false, own: { before: 4_751_360, after: 14_516_224, change: 9_764_864 } },
      functions: [
        {
          ...{ name: 'remember', file: 'src/main.js', line: 3, growth: 327_680 },
          own: { before: 3_276_800, after: 13_107_200, change: 9_830_400 },
          ncall: { before: 10, after: 40, change: 30 },
        },
      ],
    });
  });

  it('takes means over runs, which are surer', async () => {
    const { stdout } = await diff('--json', '--before', BEFORE, BEFORE, '--after', grown(), grown());
    const { functions } = JSON.parse(stdout) as { functions: { own: { change: number }; error: number }[] };
    expect(functions[0]!.own.change).toBe(9_830_400);
    expect(functions[0]!.error / Math.hypot(327_680, 655_360)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('says that nothing has changed, or not by more than chance', async () => {
    expect((await diff(BEFORE, BEFORE)).stdout).toContain('nothing has changed\n');
    const same = after(({ threads: [thread] }) => (thread!.memory.nodes.bytes[2]! += 400_000));
    expect((await diff(BEFORE, same)).stdout).toContain('nothing has grown by more than chance can\n');
  });

  it('refuses what cannot be compared', async () => {
    const none = await diff(BEFORE, join(FIXTURES, 'mixed.tsprof'));
    expect(none).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('tells of no memory') as string,
    });
    const collected = after(({ threads: [thread] }) => (thread!.memory.collected = true));
    const mixed = await diff(BEFORE, collected);
    expect(mixed.stderr).toContain('one side tells of all that was allocated (--memory-collected)');
  });
});
