import { describe, expect, it } from 'vitest';
import { callTree } from '../../report/src/tree/call-tree.ts';
import type { Profile } from '@tsprof/runtime/profile';
import { Sites } from '../../viewer/src/state/sites.ts';
import { drawFrames, type Look } from '../../viewer/src/flame/draw.ts';
import { frameAt, layOut, type Frames, type Weight } from '../../viewer/src/flame/frames.ts';
import { framesOf, type Shape } from '../../viewer/src/flame/layout.ts';
import { SvgPainter, type Painter } from '../../viewer/src/flame/painter.ts';
import { calleesOf, callersOf, inverted, wholeTree } from '../../viewer/src/flame/trees.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { coroutines } from '../report/support/cases.ts';
import { largeProfile } from './support/large.ts';

/** The frames of a tree as indented lines: name, where it begins, how wide it is. */
function picture(profile: Profile, frames: Frames): string[] {
  return [...frames.start.keys()]
    .sort((a, b) => frames.start[a]! - frames.start[b]! || frames.depth[a]! - frames.depth[b]!)
    .map((row) => {
      const site = frames.site[row]!;
      const name = frames.isWait[row] === 1 ? '[await]' : (profile.sites.name[site] ?? '[all]');
      return `${'  '.repeat(frames.depth[row]!)}${name} ${frames.start[row]! / 1e6} ${frames.width[row]! / 1e6}`;
    });
}

const profile = profileOf([
  call('main', 10e6, call('a', 4e6, call('b', 3e6)), call('c', 5e6, call('b', 1e6))),
]);
const whole = (of: Profile) => wholeTree(of, of.threads, { libraries: 'all' });

describe('frames', () => {
  it('are as wide as what runs below them, the widest first', () => {
    expect(picture(profile, layOut(whole(profile), 'running'))).toEqual([
      ...['[all] 0 10', '  main 0 10', '    c 0 5', '      b 0 1', '    a 5 4', '      b 5 3'],
    ]);
  });

  it('are the other way round where the tree is inverted', () => {
    const tree = inverted(whole(profile), new Sites(profile));
    expect(picture(profile, layOut(tree, 'running'))).toEqual([
      ...['[all] 0 10', '  b 0 4', '    a 0 3', '      main 0 3', '    c 3 1', '      main 3 1'],
      ...['  c 4 4', '    main 4 4', '  main 8 1', '  a 9 1', '    main 9 1'],
    ]);
  });

  it('have both sides of a function in a sandwich', () => {
    const sites = new Sites(profile);
    const b = profile.sites.name.indexOf('b');
    const a = profile.sites.name.indexOf('a');
    expect(picture(profile, layOut(callersOf(whole(profile), b, sites), 'running'))).toEqual([
      ...['[all] 0 4', '  b 0 4', '    a 0 3', '      main 0 3', '    c 3 1', '      main 3 1'],
    ]);
    expect(picture(profile, layOut(calleesOf(whole(profile), a, sites), 'running'))).toEqual([
      ...['[all] 0 4', '  a 0 4', '    b 0 3'],
    ]);
  });

  it('are made of what is wanted of a profile', () => {
    const b = profile.sites.name.indexOf('b');
    const made = (shape: Shape, subject: number) =>
      picture(profile, framesOf(profile, { libraries: 'all', shape, subject, weight: 'running' }));
    expect(made('calls', -1)).toEqual(picture(profile, layOut(whole(profile), 'running')));
    expect(made('callers', b)).toEqual([
      ...['[all] 0 4', '  b 0 4', '    a 0 3', '      main 0 3', '    c 3 1', '      main 3 1'],
    ]);
    expect(made('callees', b)).toEqual(['[all] 0 4', '  b 0 4']);
    expect(made('inverted', -1)[1]).toBe('  b 0 4');
  });

  it('say which packages are folded into them, and have columns of one length', () => {
    const large = largeProfile(3000);
    const { packages, packagesOf, folded, site, ...frames } = framesOf(large, {
      ...{ libraries: 'entries', shape: 'calls', subject: -1, weight: 'time' },
    });
    const withPackages = [...folded.keys()].filter((row) => folded[row]! > 0);
    expect(withPackages.length).toBeGreaterThan(0);
    for (const row of folded.keys()) expect(packages[packagesOf[row]!] === '').toBe(folded[row] === 0);
    expect(packages[packagesOf[withPackages[0]!]!]).toMatch(/^p\d+/);
    const columns = Object.values(frames).filter((column) => ArrayBuffer.isView(column));
    for (const column of columns) expect(column).toHaveLength(site.length);
  });

  it('have waits as parts of their own, and add up to what the table of functions says', async () => {
    const recorded = await coroutines();
    const frames = layOut(callTree(recorded, recorded.threads[0]!, { libraries: 'all' }), 'time');
    const waits = [...frames.isWait.keys()].filter((row) => frames.isWait[row] === 1);
    const { suspensions } = recorded.threads[0]!;
    expect(waits.reduce((sum, row) => sum + frames.width[row]!, 0)).toBe(
      suspensions.time.reduce((sum, time) => sum + time, 0),
    );
  });

  it.each<Weight>(['running', 'time', 'waiting', 'calls'])(
    'lie within their parents, by %s',
    async (weight) => {
      for (const of of [await coroutines(), largeProfile(5000)]) {
        const { start, width, parent, levels } = layOut(whole(of), weight);
        for (let row = 1; row < start.length; row++) {
          const above = parent[row]!;
          expect(start[row]).toBeGreaterThanOrEqual(start[above]!);
          expect(start[row]! + width[row]!).toBeLessThanOrEqual(
            (start[above]! + width[above]!) * (1 + 1e-12),
          );
        }
        for (const rows of levels)
          for (let at = 1; at < rows.length; at++)
            expect(start[rows[at]!]).toBeGreaterThanOrEqual(start[rows[at - 1]!]!);
      }
    },
  );

  it('are found by where they are', () => {
    const frames = layOut(whole(profile), 'running');
    const nameAt = (level: number, position: number) => {
      const row = frameAt(frames, level, position);
      return row < 0 ? null : (profile.sites.name[frames.site[row]!] ?? '[all]');
    };
    expect([
      nameAt(0, 0),
      nameAt(2, 0),
      nameAt(2, 5e6),
      nameAt(2, 9e6),
      nameAt(3, 2e6),
      nameAt(9, 0),
    ]).toEqual([...['[all]', 'c', 'a', null, null, null]]);
  });
});

const LOOK: Look = {
  ...{ fill: () => '#abc', label: () => 'label', isDim: () => false, isMarked: () => false },
  colours: {
    ...{ back: '#fff', text: '#000', dim: '#ddd', dimText: '#888' },
    ...{ merged: '#999', stripe: '#777', mark: '#f00', focus: '#00f' },
  },
};

class CountingPainter implements Painter {
  rects = 0;
  texts = 0;
  rect(): void {
    this.rects++;
  }
  hatch(): void {}
  outline(): void {}
  area(): void {}
  line(): void {}
  text(): void {
    this.texts++;
  }
}

describe('drawing', () => {
  const large = layOut(whole(largeProfile(100_000)), 'running');
  const total = large.width[0]!;
  const size = { width: 1280, height: 600 };

  it('takes at most 3000 boxes of 100,000, wherever one looks', () => {
    for (const part of [1, 0.1, 0.01, 0.001, 0.0001]) {
      const painter = new CountingPainter();
      drawFrames(
        painter,
        large,
        { from: 0.3 * total, to: (0.3 + part * 0.7) * total, top: 0 },
        size,
        LOOK,
        -1,
      );
      expect(painter.rects).toBeGreaterThan(1);
      expect(painter.rects).toBeLessThanOrEqual(3000);
    }
  });

  it('leaves nothing out that is wide enough to see', () => {
    const frames = layOut(whole(profile), 'running');
    const painter = new CountingPainter();
    drawFrames(painter, frames, { from: 0, to: frames.width[0]!, top: 0 }, size, LOOK, -1);
    // The background, and each frame.
    expect([painter.rects, painter.texts]).toEqual([1 + 6, 6]);
  });

  it('writes SVG in which nothing is markup', () => {
    const painter = new SvgPainter();
    const evil = `</text><script>alert(1)</script>&"'`;
    drawFrames(
      painter,
      layOut(whole(profile), 'running'),
      { from: 0, to: 10e6, top: 0 },
      size,
      {
        ...LOOK,
        label: () => evil,
      },
      -1,
    );
    const svg = painter.end(size.width, size.height, evil);
    expect(svg).not.toMatch(/<script/);
    expect(svg.match(/&lt;script&gt;/g)).toHaveLength(7);
  });
});
