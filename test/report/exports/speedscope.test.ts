import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import type { Profile } from '@tsprof/runtime/profile';
import { collapsed } from '../../../report/src/exports/collapsed.ts';
import { cpuprofile } from '../../../report/src/exports/cpuprofile.ts';
import { speedscope } from '../../../report/src/exports/speedscope.ts';
import { withThreads } from '../../profile/support/build.ts';
import { launch } from '../../support/chromium.ts';
import { MS, coroutines, oddNames, recursion } from '../support/cases.ts';
import { lines } from '../support/figures.ts';
import { inSpeedscope } from '../support/speedscope-page.ts';

let browser: Browser;
beforeAll(async () => void (browser = await launch()));
afterAll(() => browser.close());

const shown = (profile: Profile, make: (profile: Profile) => Iterable<string>, name: string) =>
  inSpeedscope(browser, name, [...make(profile)].join(''));

/** As speedscope shows a time. */
const ms = (ns: number): string => (ns === 0 ? '0.00ns' : `${(ns / MS).toFixed(2)}ms`);

/** What speedscope has to show of running time: `name own total`. */
const running = (profile: Profile): string[] =>
  lines(profile, ({ name, tsub, trun }) => [name, ms(tsub), ms(trun)]).filter(
    (line) => !line.endsWith(' 0.00ns'),
  );

const file = (profile: Profile): { profiles: { name: string; weights: number[]; endValue: number }[] } =>
  JSON.parse([...speedscope(profile)].join('')) as never;

describe('speedscope in its own page', () => {
  it('recursion', async () => {
    const profile = await recursion();
    expect(await shown(profile, speedscope, 'a.speedscope.json')).toEqual([
      { name: 'main: running', rows: ['[root] 0.00ns 10.00ms', ...running(profile)] },
    ]);
  });

  it('coroutines: running and waiting are profiles of their own', async () => {
    const profile = await coroutines();
    expect(await shown(profile, speedscope, 'a.speedscope.json')).toEqual([
      { name: 'main: running (1/2)', rows: ['[root] 10.00ms 15.00ms', ...running(profile)] },
      {
        name: 'main: waiting (2/2)',
        rows: ['[root] 0.00ns 40.00ms', 'a 30.00ms 30.00ms', 'both 10.00ms 30.00ms', 'fire 0.00ns 10.00ms'],
      },
    ]);
  });

  it('functions that are alike are rows of their own', async () => {
    const [profile] = await shown(await oddNames(), speedscope, 'a.speedscope.json');
    const arrows = profile!.rows.filter((row) => row.startsWith('<arrow:3>'));
    expect(arrows).toEqual(['<arrow:3> 4.00ms 204.00ms', '<arrow:3> 5.00ms 200.00ms']);
  });

  it('has the profiles of each thread, and its own time of the root', async () => {
    const threads = [{ id: '1.0' }, { id: '1.1', name: 'worker', rootSelf: 5 }];
    const { profiles } = file(withThreads(await recursion(), ...threads));
    expect(profiles.map(({ name, endValue }) => [name, endValue])).toEqual([
      ['main: running', 10e6],
      ['worker: running', 10e6 + 5],
    ]);
    expect(profiles[1]!.weights).toEqual([5, 1e6, 2e6, 4e6, 3e6]);
  });
});

describe('other formats in speedscope', () => {
  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('collapsed stacks: %s', async (_, record) => {
    const profile = await record();
    const root = profile.threads[0]!.rootSelf;
    const expected = [...(root > 0 ? [`[root] ${ms(root)} ${ms(root)}`] : []), ...running(profile)];
    // It does not know the unit.
    const plain = expected.map((line) =>
      line.replace(/(\S+)ms (\S+)ms$/, (_, own, total) => counts(own, total)),
    );
    const [first] = await shown(profile, collapsed, 'a.collapsed.txt');
    expect(first!.rows).toEqual(plain.map((line) => line.replace('0.00ns', '0')));
  });

  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('CPU profile: %s', async (_, record) => {
    const profile = await record();
    const [first] = await shown(profile, cpuprofile, 'a.cpuprofile');
    // Idle time is no part of a profile for it.
    expect(first!.rows).toEqual(running(profile));
  });
});

const counts = (own: string, total: string): string =>
  [own, total].map((value) => (Number(value) * MS).toLocaleString('en-US')).join(' ');
