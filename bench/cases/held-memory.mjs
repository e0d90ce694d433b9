// Whether memory stays flat: what a process holds more than before, and how much of that is the profiler's doing.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepare, subject } from '../prepare.mjs';
import { runNode } from '../processes.mjs';
import { valueRow } from '../rows.mjs';

const child = fileURLToPath(new URL('../held-memory-child.mjs', import.meta.url));
const MB = 1e6;

const PHASES = {
  calls: { number: 100_000_000, title: '100 million calls' },
  settled: { number: 10_000_000, title: '10 million coroutines that settled' },
  pending: { number: 1_000_000, title: 'a million coroutines that never settle' },
};

/** For each of the million that never settle sixteen bytes: less than any list of them would take. */
const FLAT = { atMost: 16 };

function growth(folder, code, settings) {
  const module = pathToFileURL(join(folder, code, 'main.mjs')).href;
  return runNode(['--expose-gc', child, module, JSON.stringify(settings)]).growth / MB;
}

function measurePhase(phase, folder, { rounds, say }) {
  const { number, title } = PHASES[phase];
  const [plain, profiled] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    say(`${title}, round ${round} of ${rounds}`);
    plain.push(growth(folder, 'plain', { phase, number }));
    profiled.push(growth(folder, 'instrumented', { phase, number, clock: 'auto' }));
  }
  const more = profiled.map((grown, round) => grown - plain[round]);
  return [
    valueRow(`memory held after ${title}: profiled, over plain`, 'MB', more, FLAT),
    valueRow(`memory held after ${title}: plain`, 'MB', plain),
  ];
}

export default {
  name: 'held-memory',
  measure(settings) {
    const folder = join(settings.folder, 'held-memory');
    prepare({ copied: { 'main.mjs': subject('held-memory.mjs') } }, folder);
    return Object.keys(PHASES).flatMap((phase) => measurePhase(phase, folder, settings));
  },
};
