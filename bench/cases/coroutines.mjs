// Whether an await costs the same however many coroutines are alive.
import { join } from 'node:path';
import { measureWays } from '../measure.mjs';
import { prepare, subject } from '../prepare.mjs';
import { ratioRow } from '../rows.mjs';

const [FEW, MANY] = [250, 8000];

export default {
  name: 'coroutines',
  inSmoke: true,
  measure(settings) {
    const folder = join(settings.folder, 'coroutines');
    prepare({ copied: { 'main.mjs': subject('coroutines.mjs') } }, folder);
    const [few, many] = [FEW, MANY].map((live) => measureWays(folder, ['plain', 'auto'], settings, live));
    const work = `an await among ${MANY} live coroutines, to one among ${FEW}`;
    return [
      ratioRow(`${work}: profiled`, many.auto, few.auto, { atMost: 1.2, stretch: 1.05 }),
      ratioRow(`${work}: plain`, many.plain, few.plain),
    ];
  },
};
