// Where calls are long, all clocks must agree.
import { join } from 'node:path';
import { prepare, subject } from '../prepare.mjs';
import { takeRecorded } from './profiles.mjs';
import { accuracyRow } from './rows.mjs';
import { greatestDifference, sharesOf } from './shares.mjs';

const LIMIT = { atMost: 0.01 };

export default {
  name: 'long-calls',
  measure({ folder: parent, seconds, say }) {
    const folder = join(parent, 'long-calls');
    prepare({ copied: { 'main.mjs': subject('long-calls.mjs') } }, folder);
    const shares = (clock) => {
      say(`clock ${clock}`);
      const recorded = takeRecorded(folder, clock, { seconds });
      return Object.entries(recorded).map(([kind, times]) => [kind, sharesOf(times)]);
    };
    const exact = Object.fromEntries(shares('exact')).corrected;
    const figures = shares('auto').map(([kind, spread]) => [kind, greatestDifference(spread, exact)]);
    return [
      accuracyRow(
        'calls of 20 µs and more: greatest difference of a share from clock exact',
        Object.fromEntries(figures),
        LIMIT,
      ),
    ];
  },
};
