// What a call costs where there is nothing else: what profiling adds to it.
import { join } from 'node:path';
import { measureWays } from '../measure.mjs';
import { prepare, subject } from '../prepare.mjs';
import { valueRow } from '../rows.mjs';
import { ways } from '../ways.mjs';

const CALLS = 10_000_000;
const NS = 1e6;

const LIMITS = { exact: { atMost: 100, stretch: 85 } };

export default {
  name: 'empty-calls',
  inSmoke: true,
  measure(settings) {
    const folder = join(settings.folder, 'empty-calls');
    prepare({ copied: { 'main.mjs': subject('empty-calls.mjs') } }, folder);
    const times = measureWays(folder, ['plain', 'exact', 'auto', 'none', 'off'], settings, CALLS);
    const added = (way) => times[way].map((time, round) => ((time - times.plain[round]) * NS) / CALLS);
    return ['exact', 'auto', 'none', 'off'].map((way) =>
      valueRow(`an empty call: ${ways[way].title}`, 'ns', added(way), LIMITS[way]),
    );
  },
};
