import { expect, test } from 'vitest';
import { FIRST_KIND, ID_MASK, LAST_KIND } from '../../runtime/src/events.ts';
import { replay } from '../../runtime/src/replay/replay.ts';
import { startRecording } from '../support/recording.ts';

test('an event of a kind that is not known has two words, is counted, and changes nothing', () => {
  const { batch, probes, site, pass, profile } = startRecording();
  const f = site('f');
  probes.enter(f);
  pass(3);
  // So that all up to here has been replayed.
  profile();
  for (const kind of [LAST_KIND + 1, ID_MASK])
    expect(replay(batch.state, Int32Array.of(kind, 7, FIRST_KIND), 0, 2)).toBe(2);
  pass(4);
  probes.leave(f);
  const [thread] = profile().threads;
  expect(thread!.anomalies).toEqual({ unknownEvent: 2 });
  expect([thread!.edges.ncall, thread!.edges.tsub]).toEqual([[1], [7]]);
});
