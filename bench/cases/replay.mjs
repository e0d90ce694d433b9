// What accounting for a call takes, and how much memory an edge: the log of a program, recorded, is replayed in one process, with nobody waiting for it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../bundle.mjs';
import { prepare, subject } from '../prepare.mjs';
import { runNode } from '../processes.mjs';
import { acorn } from '../programs.mjs';
import { valueRow } from '../rows.mjs';

const child = fileURLToPath(new URL('../replay-child.mjs', import.meta.url));
const TIMES = { thorough: 20, rough: 5 };

const logs = [
  {
    name: 'acorn',
    title: 'acorn’s log',
    program: acorn,
    limits: { call: { atMost: 12, stretch: 9 }, edge: { atMost: 64 } },
  },
  {
    name: 'awaits',
    title: 'a log of awaits, all that belongs to it included',
    program: () => ({ copied: { 'main.mjs': subject('awaits.mjs') } }),
  },
];

export default {
  name: 'replay',
  inSmoke: true,
  async measure(settings) {
    const rows = [];
    for (const log of logs) rows.push(...(await measureLog(log, settings)));
    return rows;
  },
};

async function measureLog({ name, title, program, limits = {} }, { folder, rounds, isShort, say }) {
  const place = join(folder, `replay-${name}`);
  prepare(await program(), place);
  const bundled = join(place, 'replay-child.mjs');
  // As the runtime is built: constants of other modules are numbers.
  const options = { conditions: ['tsprof-source'], minifySyntax: true, target: 'node20.19' };
  writeFileSync(bundled, await bundle(`import ${JSON.stringify(child)};`, options));
  const module = pathToFileURL(join(place, 'instrumented/main.mjs')).href;
  const times = isShort ? TIMES.rough : TIMES.thorough;
  const found = [];
  for (let round = 1; round <= rounds; round++) {
    say(`${name}, round ${round} of ${rounds}`);
    found.push(runNode(['--expose-gc', bundled, module, JSON.stringify({ times })]));
  }
  const row = (work, unit, figure, wanted) =>
    valueRow(
      `replay of ${title}: ${work}`,
      unit,
      found.map((each) => each[figure]),
      wanted,
    );
  const call = row('a call', 'ns', 'time', limits.call);
  // Memory is known to be far from its target, which a smoke run would take for a fault.
  return isShort || limits.edge === undefined
    ? [call]
    : [call, row('memory an edge', 'B', 'bytes', limits.edge)];
}
