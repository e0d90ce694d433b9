/** What real time is spent with: idle time is the event loop's own word, and who holds the thread is named. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProfile } from '../../runtime/src/entries/profile.ts';
import { runNode } from './support/child.ts';
import { ROOT, TSPROF } from './support/tsprof.ts';

const PROGRAM = `
import { setTimeout as sleep } from 'node:timers/promises';
function hog(ms) { const end = performance.now() + ms; while (performance.now() < end); }
async function rest() { await sleep(400); }
async function late() { await sleep(20); }
async function work() { await rest(); const found = late(); hog(150); await found; }
await work();
`;

interface Awaits {
  readonly awaits: readonly {
    readonly function: string;
    readonly wait: number;
    readonly busy: number;
    readonly idle: number;
    readonly awaited: readonly { readonly name: string }[];
  }[];
}

interface Blocking {
  readonly stretches: readonly {
    readonly name: string;
    readonly path: readonly string[];
    readonly max: number;
  }[];
  readonly delays: readonly {
    readonly victim: { readonly name: string };
    readonly blocker: { readonly name: string };
    readonly time: number;
  }[];
}

let directory: string;
let output: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-waiting-'));
  output = join(directory, 'profile.tsprof');
  writeFileSync(join(directory, 'program.mjs'), PROGRAM);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function json(command: string, ...args: readonly string[]): Promise<unknown> {
  const { stdout } = await runNode([TSPROF, command, output, '--json', ...args], { cwd: ROOT });
  return JSON.parse(stdout) as unknown;
}

describe.each(['observed', 'exact'])('clock %s', (clock) => {
  it.each([
    ['in another thread', {}],
    ['in the program’s own', { TSPROF_CARRIER: 'batch' }],
  ])('accounts kept %s', async (_, env) => {
    const args = [TSPROF, 'run', '--quiet', '--clock', clock, '-o', output, join(directory, 'program.mjs')];
    const { code } = await runNode(args, { cwd: ROOT, env: { ...process.env, ...env } });
    expect(code).toBe(0);
    const { idle, rootSelf } = parseProfile(readFileSync(output, 'utf8'), output).threads[0]!;
    expect(idle).toBeGreaterThan(300e6);
    expect(idle).toBeLessThanOrEqual(rootSelf);

    const { awaits } = (await json('awaits')) as Awaits;
    const rowOf = (name: string) => awaits.find((row) => row.function === name)!;
    expect(rowOf('rest').idle).toBeGreaterThan(0.3);
    expect(rowOf('late').busy).toBeGreaterThan(0.14);
    expect(rowOf('work').awaited.map(({ name }) => name)).toEqual(['rest']);

    const { stretches, delays } = (await json('blocking', '--filter', '^hog$')) as Blocking;
    expect(stretches).toMatchObject([{ name: 'hog', path: ['<module>', 'work', 'hog'] }]);
    expect(stretches[0]!.max).toBeGreaterThan(0.14);
    expect(delays).toMatchObject([{ victim: { name: 'late' }, blocker: { name: 'hog' } }]);
    expect(delays[0]!.time).toBeGreaterThan(0.14);
  });
});
