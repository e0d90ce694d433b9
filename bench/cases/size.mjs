// What every profiled program has to load.
import { valueRow } from '../rows.mjs';
import { hotEntrySize, runtimeDependencies } from '../size.mjs';

const KB = 1000;

export default {
  name: 'size',
  inSmoke: true,
  async measure() {
    const { minified, gzipped, foreign } = await hotEntrySize();
    return [
      valueRow('the probes that a program loads: minified and gzipped', 'kB', [gzipped / KB], { atMost: 2 }),
      valueRow('the same: minified', 'kB', [minified / KB]),
      valueRow('dependencies of the runtime', '', [runtimeDependencies().length + foreign.length], {
        atMost: 0,
      }),
    ];
  },
};
