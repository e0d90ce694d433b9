import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_TRACKS, Tracks } from '../../runtime/src/host/browser/tracks.ts';

type Stretch = readonly [start: number, end: number];

const place = (stretches: readonly Stretch[], tracks = new Tracks()) =>
  stretches.map(([start, end]) => tracks.place(start, end));

test('beside each other and inside each other there is room on one track', () => {
  expect(
    place([
      [0, 2],
      [2, 4],
      [5, 6],
      [4, 7],
      [0, 7],
      [0, 7],
      [-1, 7],
    ]),
  ).toEqual(Array(7).fill(0));
});

test('who begins within another and outlasts it gets the next track', () => {
  expect(
    place([
      [0, 4],
      [1, 5],
      [2, 6],
      [3, 7],
      [4, 8],
    ]),
  ).toEqual([0, 1, 2, 3, 0]);
});

test('who begins within another and ends with it is inside', () => {
  expect(
    place([
      [0, 4],
      [1, 4],
      [3, 5],
      [4, 5],
    ]),
  ).toEqual([0, 0, 1, 0]);
});

test('who ends with another that has somebody inside is not to overlap that one', () => {
  expect(
    place([
      [14, 49],
      [13, 55],
      [48, 55],
      [49, 55],
    ]),
  ).toEqual([0, 0, 1, 0]);
});

test('there are so many tracks, and no more', () => {
  const stairs = Array.from({ length: MOST_TRACKS + 2 }, (_, at): Stretch => [at, at + 1000]);
  const placed = place(stairs);
  expect(placed.slice(0, MOST_TRACKS)).toEqual(stairs.slice(0, MOST_TRACKS).map((_, at) => at));
  expect(placed.slice(MOST_TRACKS)).toEqual([null, null]);
});

const stretches = fc
  .array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 60 })), { maxLength: 60 })
  .map((pairs) =>
    pairs.map(([start, length]): Stretch => [start, start + length]).sort((a, b) => a[1] - b[1]),
  );

test('no two on one track overlap partly, and none is further down than it need be', () => {
  fc.assert(
    fc.property(stretches, (stretches) => {
      const placed = place(stretches);
      const earlier = (track: number, upto: number) =>
        stretches.slice(0, upto).filter((_, at) => placed[at] === track);
      for (const [at, stretch] of stretches.entries()) {
        const track = placed[at]!;
        if (track === null) continue;
        expect(earlier(track, at).filter((other) => overlapPartly(other, stretch))).toEqual([]);
        for (let above = 0; above < track; above++)
          expect(earlier(above, at).some((other) => overlapPartly(other, stretch))).toBe(true);
      }
    }),
  );
});

function overlapPartly([start, end]: Stretch, [otherStart, otherEnd]: Stretch): boolean {
  const isApart = end <= otherStart || otherEnd <= start;
  const isInside = (start <= otherStart && otherEnd <= end) || (otherStart <= start && end <= otherEnd);
  return !isApart && !isInside;
}

test('of what was long ago only the outline is remembered: who begins there gets another track', () => {
  const tracks = new Tracks();
  const many = Array.from({ length: 3000 }, (_, at): Stretch => [2 * at, 2 * at + 1]);
  expect(new Set(place(many, tracks))).toEqual(new Set([0]));
  // Between the last two, and between the first two.
  expect(
    place(
      [
        [5997, 6000],
        [1, 6001],
        [6000, 6002],
      ],
      tracks,
    ),
  ).toEqual([0, 1, 0]);
});
