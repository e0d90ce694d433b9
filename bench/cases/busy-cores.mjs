// Where no core is idle, watching from another thread must not cost more than reading the clock does.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureWays } from '../measure.mjs';
import { prepare } from '../prepare.mjs';
import { acorn } from '../programs.mjs';
import { ratioRow } from '../rows.mjs';

const busy = fileURLToPath(new URL('../busy.mjs', import.meta.url));

export default {
  name: 'busy-cores',
  async measure(settings) {
    const { title, ...files } = await acorn();
    const folder = join(settings.folder, 'busy-cores');
    prepare(files, folder);
    const others = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, [busy]));
    try {
      const { auto, exact } = measureWays(folder, ['auto', 'exact'], settings);
      return [ratioRow(`${title}, no core idle: profiled, to clock exact`, auto, exact, { atMost: 1 })];
    } finally {
      for (const other of others) other.kill('SIGKILL');
    }
  },
};
