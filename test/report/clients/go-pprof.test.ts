import { describe, expect, test } from 'vitest';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { pprof } from '../../../report/src/exports/pprof.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { foreign } from '../support/foreign.ts';
import { importBytes } from '../support/imports.ts';
import { ours, REAL_PROFILES, run, withFile } from './support.ts';

const EVERYTHING = ['-top', '-nodefraction=0', '-edgefraction=0', '-nodecount=1000000'];
const ROW =
  /^\s*(-?[\d.]+)(?:ns)?\s+\S+%\s+\S+%\s+(-?[\d.]+)(?:ns)?\s+\S+%\s+(.*?)(?: \((?:partial-)?inline\))?$/;

/** `flat` and `cum` of each function. */
function top(path: string, index: string): Map<string, { flat: number; cum: number }> {
  const unit = index === 'calls' ? [] : ['-unit=nanoseconds'];
  const text = run('go', 'tool', 'pprof', ...EVERYTHING, `-sample_index=${index}`, ...unit, path);
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, flat, cum, name] = ROW.exec(line) ?? [];
      return name === undefined ? [] : [[name, { flat: Number(flat), cum: Number(cum) }]];
    }),
  );
}

function expectSame(profile: Profile): void {
  withFile(pprof(profile), (path) => {
    const [calls, running, waiting] = ['calls', 'run', 'wait'].map((index) => top(path, index)) as [
      ReturnType<typeof top>,
      ReturnType<typeof top>,
      ReturnType<typeof top>,
    ];
    const elapsed = profile.threads.reduce((sum, thread) => sum + thread.elapsed, 0);
    expect(Math.abs(running.get('[root]')!.cum - elapsed)).toBeLessThan(1000);
    for (const [name, shown] of ours(profile, 'name')) {
      expect(calls.get(name)?.flat ?? 0, name).toBe(shown.calls);
      const off = [
        shown.own - (running.get(name)?.flat ?? 0),
        shown.run - (running.get(name)?.cum ?? 0),
        shown.wait! - (waiting.get(name)?.flat ?? 0),
      ];
      expect(Math.max(...off.map(Math.abs)), name).toBeLessThan(1000);
    }
  });
}

describe('go tool pprof says what we say of', () => {
  test.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
    ['odd names', oddNames],
  ])('%s', async (_, record) => {
    expectSame(await record());
  });

  test.each(REAL_PROFILES)('%s', (_, record) => expectSame(record()));
});

test('labels are there', async () => {
  const text = withFile(pprof(await coroutines()), (path) => run('go', 'tool', 'pprof', '-tags', path));
  expect(text).toMatch(/thread: Total 15.0ms\n\s+15.0ms \( +100%\): main\n/);
});

test("a file of Go's: what is imported is what go tool pprof says", async () => {
  const bytes = foreign('go.pb.gz');
  const found = withFile(bytes, (path) => top(path, 'cpu'));
  const profile = await importBytes(bytes);
  const imported = profileStats(profile).functions.map(({ name, tsub, ttot }) => [
    name,
    { flat: tsub, cum: ttot },
  ]);
  expect(new Map(imported as [string, { flat: number; cum: number }][])).toEqual(found);
});
