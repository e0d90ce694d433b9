import { expect, test } from 'vitest';
import { LEAST, MOST, Timeline } from '../../runtime/src/host/browser/timeline.ts';
import { createState, replay } from '../../runtime/src/replay/replay.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';
import { startLogging } from '../support/logging.ts';

function setUp() {
  const logging = startLogging();
  const timeline = (): Timeline => {
    const state = createState();
    const timeline = new Timeline(state, sitesOf(logging.registry));
    const words = logging.words();
    replay(state, words, 0, words.length);
    return timeline;
  };
  const run = (site: number, time: number, wait = 0) => {
    const token = logging.probes.begin(site);
    if (wait > 0) {
      logging.probes.suspend(token, 0);
      logging.pass(wait);
      logging.probes.resume(token, 0);
    }
    logging.pass(time);
    logging.probes.end(token);
  };
  return { ...logging, timeline, run };
}

test('a mark has the function’s name and place, and times in milliseconds', () => {
  const { site, pass, run, timeline } = setUp();
  const loads = site('Cart.load');
  pass(2.5e6);
  run(loads, LEAST / 2, LEAST);
  const shown = timeline();
  expect(shown.takeMarks()).toEqual([
    {
      ...{ name: 'Cart.load', kind: 'async function', place: `test.ts:${loads}` },
      ...{ start: 2.5, end: 4, waited: 1, waits: 1, track: 0 },
    },
  ]);
  expect(shown.takeMarks()).toEqual([]);
  expect(shown.health).toEqual({ spans: 1, spansLeftOut: 0 });
});

test('what took less than the least is not shown, nor are modules that did not wait', () => {
  const { site, run, timeline } = setUp();
  run(site('short'), LEAST - 1);
  run(site('long', 'generator'), LEAST);
  run(site('<module>', 'module'), 5 * LEAST);
  run(site('<module>', 'module'), 0, 5 * LEAST);
  expect(
    timeline()
      .takeMarks()
      .map(({ kind }) => kind),
  ).toEqual(['generator', 'module']);
});

test('of many the longest are shown, in order; the others are counted', () => {
  const { site, run, timeline } = setUp();
  const one = site('one');
  const count = 3 * MOST + 7;
  for (let at = 0; at < count; at++) run(one, LEAST + ((at * 7919) % count));
  const shown = timeline();
  const marks = shown.takeMarks();
  expect(marks.map(({ end }) => end)).toEqual(marks.map(({ end }) => end).sort((a, b) => a - b));
  const taken = marks.map(({ start, end }) => Math.round((end - start) * 1e6) - LEAST);
  expect(taken.sort((a, b) => a - b)).toEqual(Array.from({ length: MOST }, (_, at) => count - MOST + at));
  expect(shown.health).toEqual({ spans: MOST, spansLeftOut: count - MOST });
});

test('those that overlap partly get tracks of their own; those without one are counted', () => {
  const { site, pass, probes, timeline } = setUp();
  const fetches = site('fetches');
  const tokens = Array.from({ length: 60 }, () => {
    pass(LEAST);
    const token = probes.begin(fetches);
    probes.suspend(token, 0);
    return token;
  });
  for (const token of tokens) {
    pass(LEAST);
    probes.resume(token, 0);
    probes.end(token);
  }
  const shown = timeline();
  expect(shown.takeMarks().map(({ track }) => track)).toEqual(Array.from({ length: 50 }, (_, at) => at));
  expect(shown.health).toEqual({ spans: 50, spansLeftOut: 10 });
});
