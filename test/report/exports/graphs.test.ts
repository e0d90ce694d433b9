import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { dot } from '../../../report/src/exports/dot.ts';
import { heatColor } from '../../../report/src/exports/heat.ts';
import { png } from '../../../report/src/exports/png.ts';
import { GRAPH_LIMITS } from '../../../report/src/exports/prune.ts';
import { svg } from '../../../report/src/exports/svg.ts';
import { call, chain, profileOf } from '../../profile/support/build.ts';
import { ODD_NAMES, coroutines, oddNames, recursion } from '../support/cases.ts';
import { graphLines, pairLines } from '../support/figures.ts';

const EVERYTHING = { most: 1000, leastFunction: 0, leastCall: 0 };

interface Drawn {
  readonly label: string;
  readonly fillcolor: string;
}

interface Graph {
  readonly label?: string;
  readonly objects: readonly (Drawn & Record<string, string>)[];
  readonly edges?: readonly (Record<string, string> & { readonly tail: number; readonly head: number })[];
}

/** What Graphviz makes of our text. */
async function graphOf(profile: Profile, limits = EVERYTHING): Promise<Graph> {
  const graphviz = await Graphviz.load();
  const json = graphviz.dot([...dot(profile, limits)].join(''), 'json');
  // What is left in its memory may spoil the next layout.
  Graphviz.unload();
  return JSON.parse(json) as Graph;
}

const nameOf = ({ label }: Drawn): string => label.split('\\n')[0]!;

describe('dot, read by Graphviz', () => {
  it.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
  ])('%s: all figures of functions and calls are ours', async (_, record) => {
    const profile = await record();
    const { objects, edges = [] } = await graphOf(profile);
    const functions = objects.map((each) =>
      [nameOf(each), each['ncall'], each['tsub'], each['ttot'], each['twait']].join(' '),
    );
    const { rootSelf, elapsed } = profile.threads[0]!;
    expect(functions.sort()).toEqual([`[root] 1 ${rootSelf} ${elapsed} 0`, ...graphLines(profile)]);
    const calls = edges.map(({ tail, head, ...each }) =>
      [
        `${nameOf(objects[tail]!)}>${nameOf(objects[head]!)}`,
        each['ncall'],
        each['tsub'],
        each['tpair'],
      ].join(' '),
    );
    expect(calls.sort()).toEqual(pairLines(profile));
  });

  it('says what people ask first', async () => {
    const { objects } = await graphOf(await coroutines());
    expect(objects.map(({ label }) => label.split('\\n'))).toEqual([
      ['[root]', '15.0 ms (100.0%)', 'own 10.0 ms (66.7%)'],
      ['main', '0 (0.0%)', 'own 0 (0.0%)', '1×'],
      ['fire', '1.00 ms (6.7%)', 'own 1.00 ms (6.7%)', '1×'],
      ['a', '33.0 ms (220.0%)', 'own 3.00 ms (20.0%)', 'waiting 30.0 ms', '3×'],
      ['both', '13.0 ms (86.7%)', 'own 1.00 ms (6.7%)', 'waiting 10.0 ms', '1×'],
    ]);
    const { objects: folded } = await graphOf(await recursion());
    expect(folded.find((each) => nameOf(each) === 'f')!.label).toContain('2/1×');
  });

  it('goes from dark blue to red, and no further', () => {
    expect([0, 0.5, 1, 2.2].map(heatColor)).toEqual(['#0d0d73', '#0ab60a', '#ff0000', '#ff0000']);
  });

  it('takes names for what they are', async () => {
    const { objects } = await graphOf(await oddNames());
    // Graphviz writes its own escapes into this format: a backslash is two, as it came.
    const names = objects
      .slice(2)
      .map((each) => nameOf(each).replaceAll('\\\\', '\\').replaceAll('&amp;', '&'));
    const shown = ODD_NAMES.map((name) =>
      name
        .replace('\n', '\\x0a')
        .replace('\x1b', '\\x1b')
        .replace('\u202e', '\\u202e')
        .replace('\t', '\\x09'),
    );
    expect(names).toEqual(shown);
  });
});

describe('what is left out of a graph', () => {
  const profile = profileOf([
    call('a', 1000, call('b', 995, call('small', 4)), chain(['c', 5])),
    ...Array.from({ length: 3 }, (_, at) => call(`d${at}`, 6)),
  ]);

  it('functions and calls with less time than so much', async () => {
    const { objects, label } = await graphOf(profile, { ...EVERYTHING, leastFunction: 0.005 });
    expect(objects.map(nameOf)).toEqual(['[root]', 'a', 'b', 'd0', 'd1', 'd2']);
    expect(label).toBe('left out: 2 with less time');
    const { edges = [] } = await graphOf(profile, { ...EVERYTHING, leastCall: 0.01 });
    expect(edges.map(({ tail, head }) => [tail, head])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('all but the functions of most time, where there are too many', async () => {
    const { objects, label } = await graphOf(profile, { ...EVERYTHING, most: 4 });
    expect(objects.map(nameOf)).toEqual(['[root]', 'a', 'b', 'd0']);
    expect(label).toBe('left out: 4 with less time');
  });

  it('by default as gprof2dot does, and more than 80', () => {
    expect(GRAPH_LIMITS).toEqual({ most: 80, leastFunction: 0.005, leastCall: 0.001 });
  });
});

describe('pictures', () => {
  it('svg: names are text in it', async () => {
    const picture = await svg(await oddNames(), GRAPH_LIMITS);
    expect(picture).toContain('>&lt;b&gt;&amp;amp;&lt;/b&gt;<');
    expect(picture).not.toMatch(/<b>|\x1b|\u202e/); // eslint-disable-line no-control-regex
  });

  it('png: as large as the graph', async () => {
    const bytes = Buffer.from(await png(await coroutines(), GRAPH_LIMITS));
    const [, width, height] = /width="(\d+)pt" height="(\d+)pt"/.exec(
      await svg(await coroutines(), GRAPH_LIMITS),
    )!;
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    // Points are four thirds of a pixel; there are two for each.
    const pixels = (points: string) => Math.round(((Number(points) * 4) / 3) * 2);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([pixels(width!), pixels(height!)]);
  });
});
