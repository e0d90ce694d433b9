import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Profile } from '@tsprof/runtime/profile';
import { launch } from '../../support/chromium.ts';
import { lines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';
import { inSpeedscope } from '../support/speedscope-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';

const file = (profiles: readonly object[], more: object = {}): string =>
  JSON.stringify({
    $schema: SCHEMA,
    shared: { frames: [{ name: 'main' }, { name: 'f', file: 'a.js', line: 3, col: 5 }, { name: 'g' }] },
    profiles,
    ...more,
  });

/** main 0 to 10, f 2 to 9, g 3 to 5 and f in it 4 to 5, g 6 to 8. */
const EVENTED = {
  ...{ type: 'evented', name: 'events', unit: 'milliseconds', startValue: 0, endValue: 12 },
  events: [
    ...[
      ['O', 0, 0],
      ['O', 1, 2],
      ['O', 2, 3],
      ['O', 1, 4],
      ['C', 1, 5],
      ['C', 2, 5],
      ['O', 2, 6],
      ['C', 2, 8],
    ],
    ...[
      ['C', 1, 9],
      ['C', 0, 10],
    ],
  ].map(([type, frame, at]) => ({ type, frame, at })),
};

const SAMPLED = {
  ...{ type: 'sampled', name: 'samples', unit: 'milliseconds', startValue: 0, endValue: 10 },
  samples: [[0], [0, 1], [0, 1, 2], [0, 1, 2, 1], []],
  weights: [1, 2, 4, 3, 5],
};

const ours = (profile: Profile): string[] =>
  lines(profile, ({ name, tsub, ttot }) => [
    name,
    `${(tsub / 1e6).toFixed(2)}ms`,
    `${(ttot / 1e6).toFixed(2)}ms`,
  ]);

describe('files of speedscope', () => {
  it.each([
    ['events', EVENTED],
    ['samples', SAMPLED],
  ])('%s: what its own page says of the same file', async (_, profile) => {
    const text = file([profile]);
    const [shown] = await inSpeedscope(browser, 'a.speedscope.json', text);
    expect(ours(await importBytes(text))).toEqual(shown!.rows);
  });

  it('events are calls, and what is between them is the root', async () => {
    const profile = await importBytes(file([EVENTED]));
    expect(lines(profile, ({ name, ncall, nactualcall }) => [name, ncall, nactualcall])).toEqual([
      ...['f 2 1', 'g 2 2', 'main 1 1'],
    ]);
    const { rootSelf, elapsed, name } = profile.threads[0]!;
    expect([rootSelf, elapsed, name]).toEqual([2e6, 12e6, 'events']);
  });

  it('each profile is a thread, in its own unit', async () => {
    const others = [
      { ...SAMPLED, unit: 'microseconds' },
      { ...SAMPLED, unit: 'none' },
    ];
    const profile = await importBytes(file([SAMPLED, ...others]), { unit: 1e9 });
    expect(profile.threads.map(({ name, elapsed, rootSelf }) => [name, elapsed, rootSelf])).toEqual([
      ['samples', 15e6, 5e6],
      ['samples', 15e3, 5e3],
      ['samples', 15e9, 5e9],
    ]);
    expect([profile.files, profile.sites.line, profile.sites.column]).toEqual([
      ['a.js'],
      [0, 3, 0],
      [0, 4, 0],
    ]);
  });

  it.each([
    [
      file([{ ...SAMPLED, unit: 'bytes' }]),
      /profiles\[0\].unit is "bytes", but one of nanoseconds, .* none is expected$/,
    ],
    [
      file([{ ...SAMPLED, type: 'x' }]),
      /profiles\[0\].type is "x", but one of sampled, evented is expected$/,
    ],
    [file([{ ...SAMPLED, weights: [1] }]), /weights is a list, but there are 5 samples and 1 weights$/],
    [
      file([{ ...SAMPLED, weights: [1, 2, 3, 4, -5] }]),
      /weights\[4\] is -5, but a finite time of 0 ns or more is/,
    ],
    [file([{ ...SAMPLED, samples: [[7], [], [], [], []] }]), /samples\[0\] is 7, but there are 3 frames$/],
    [
      file([{ ...SAMPLED, samples: [[0.5], [], [], [], []] }]),
      /samples\[0\] is 0.5, but there are 3 frames$/,
    ],
    [
      file([{ ...EVENTED, events: [{ type: 'C', frame: 0, at: 1 }] }]),
      /events\[0\].frame is 0, but another one is open$/,
    ],
    [file([{ ...EVENTED, startValue: 3 }]), /events\[0\].at is 0, but the one before is at 3$/],
    [file([{ ...EVENTED, events: 3 }]), /events is 3, but a list is expected$/],
    [file([SAMPLED], { shared: {} }), /shared.frames is missing$/],
    [file([SAMPLED], { shared: { frames: [{}] } }), /shared.frames\[0\].name is missing$/],
    [
      file([SAMPLED], { shared: { frames: [{ name: 'a', line: 'x' }] } }),
      /frames\[0\].line is "x", but a whole/,
    ],
  ])('%# is refused in one line', async (text, message) => {
    await expect(importBytes(text)).rejects.toThrow(message);
  });
});
