import { expect, test } from 'vitest';
import { dot } from '../../../report/src/exports/dot.ts';
import { GRAPH_LIMITS } from '../../../report/src/exports/prune.ts';
import { pstats } from '../../../report/src/exports/pstats.ts';
import { coroutines, oddNames } from '../support/cases.ts';
import { graphLines } from '../support/figures.ts';
import { loadPstats } from '../support/python.ts';
import { ours, REAL_PROFILES, run, withFile } from './support.ts';

const EVERYTHING = { most: 1e6, leastFunction: 0, leastCall: 0 };

test("Debian's dot reads our graphs", async () => {
  const profile = await coroutines();
  const text = [...dot(profile, EVERYTHING)].join('');
  const { objects } = JSON.parse(withFile(text, (path) => run('dot', '-Tjson', path))) as {
    objects: Record<string, string>[];
  };
  const lines = objects.map((each) =>
    [each['label']!.split('\\n')[0], each['ncall'], each['tsub'], each['ttot'], each['twait']].join(' '),
  );
  expect(lines.slice(1).sort()).toEqual(graphLines(profile));
});

test("Debian's dot draws names of every kind, and the graphs of real programs", async () => {
  for (const profile of [await oddNames(), ...REAL_PROFILES.map(([, record]) => record())]) {
    const text = [...dot(profile, GRAPH_LIMITS)].join('');
    expect(withFile(text, (path) => run('dot', '-Tsvg', path))).toContain('</svg>');
  }
});

test.each(REAL_PROFILES)("Python's pstats says what we say of %s", (_, record) => {
  const profile = record();
  const { functions, totals } = loadPstats(pstats(profile));
  const elapsed = profile.threads.reduce((sum, thread) => sum + thread.elapsed, 0);
  expect(Math.abs(totals.time * 1e9 - elapsed)).toBeLessThan(1000);
  const total = (figure: 'own' | 'total' | 'calls') =>
    functions.reduce((sum, each) => (each.place[2] === '[root]' ? sum : sum + each[figure]), 0);
  const all = [...ours(profile, 'file').values()];
  expect(functions.length - 1).toBe(all.length);
  expect(total('calls')).toBe(all.reduce((sum, { calls = 0 }) => sum + calls, 0));
  expect(total('own') * 1e9).toBeCloseTo(
    all.reduce((sum, { own }) => sum + own, 0),
    -3,
  );
  expect(total('total') * 1e9).toBeCloseTo(
    all.reduce((sum, { total }) => sum + total, 0),
    -3,
  );
});
