// Where functions of some microseconds and of milliseconds take turns, beside what the program measures itself.
import { join } from 'node:path';
import { prepare, subject } from '../prepare.mjs';
import { byName, takeMeasured } from './profiles.mjs';
import { COLUMNS } from './recorded.mjs';
import { accuracyRow } from './rows.mjs';
import { deviations } from './deviations.mjs';

const LIMITS = { median: { atMost: 0.03 }, worst: { atMost: 0.08 } };

export default {
  name: 'mixed',
  measure({ folder: parent, seconds, repeats, say }) {
    const folder = join(parent, 'mixed');
    prepare({ copied: { 'main.mjs': subject('mixed.mjs') } }, folder);
    const runs = Array.from({ length: repeats }, (_, repeat) => {
      say(`${repeat + 1} of ${repeats}`);
      return takeMeasured(folder, 'auto', { seconds }, byName);
    });
    const kinds = Object.keys(COLUMNS);
    const found = Object.fromEntries(
      kinds.map((kind) => [
        kind,
        deviations(runs.map(({ taken, recorded }) => ({ taken, shown: recorded[kind] }))),
      ]),
    );
    const rowOf = (which, title) => {
      const figures = Object.fromEntries(kinds.map((kind) => [kind, found[kind][which]]));
      return accuracyRow(`mixed code, off by, of all functions the most: ${title}`, figures, LIMITS[which]);
    };
    return [rowOf('median', 'median of the runs'), rowOf('worst', 'worst run')];
  },
};
