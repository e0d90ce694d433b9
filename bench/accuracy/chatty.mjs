// Two halves that cost the same when nobody looks, one of them all calls. What a profiler makes of that is its
// distortion: cProfile gives the chatty half 0.64, Yappi 0.78.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepare, subject } from '../prepare.mjs';
import { runNode } from '../processes.mjs';
import { byName, takeRecorded } from './profiles.mjs';
import { accuracyRow } from './rows.mjs';

const calibrate = fileURLToPath(new URL('calibrate.mjs', import.meta.url));
const LIMIT = { from: 0.46, to: 0.54 };

/** The share of all functions but `inline`; there are few, and they have names. */
function chattyShare(times) {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return 1 - times.get('inline') / total;
}

export default {
  name: 'chatty',
  measure({ folder: parent, seconds, say }) {
    const folder = join(parent, 'chatty');
    prepare({ copied: { 'main.mjs': subject('chatty.mjs') } }, folder);
    say('calibrating');
    const { calls } = runNode([calibrate, pathToFileURL(join(folder, 'plain/main.mjs')).href]);
    const rowOf = (clock, title, limit) => {
      say(`clock ${clock}, the inline half as long as ${calls} calls`);
      const recorded = takeRecorded(folder, clock, { seconds, argument: calls }, byName);
      const figures = Object.entries(recorded).map(([kind, times]) => [kind, chattyShare(times)]);
      return accuracyRow(title, Object.fromEntries(figures), limit);
    };
    return [
      rowOf('auto', 'share of a chatty half, 0.5 in truth', LIMIT),
      rowOf('exact', 'the same, clock exact', LIMIT),
    ];
  },
};
