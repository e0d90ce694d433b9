// Whether the times shown are those that the program takes without probes: all of them together, of programs of all kinds.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare, subject } from '../prepare.mjs';
import { runNode } from '../processes.mjs';
import { acorn, prettier, typescript } from '../programs.mjs';
import { failedRow, median, valueRow } from '../rows.mjs';

const child = fileURLToPath(new URL('../inflation-child.mjs', import.meta.url));
const SECONDS = 3;
const ROUGH_SECONDS = 0.5;

/** Calls of each half of chatty.mjs. */
const CALLS = 400_000;

const own = (title, file) => () => ({ title, copied: { 'main.mjs': subject(file) } });

/** Programs by name; `atMost` and `stretch`: how many times as long as they take they may be shown to take. */
const tuned = { atMost: 1.25, stretch: 1.1 };
const PROGRAMS = {
  fib: { program: own('a recursion and nothing else', 'fib.mjs'), limit: tuned },
  chatty: { program: own('a chatty half, and one that loops', 'chatty.mjs'), limit: tuned, argument: CALLS },
  acorn: { program: acorn, limit: tuned },
  typescript: { program: typescript, limit: tuned },
  prettier: { program: prettier, limit: tuned },
  awaits: { program: own('a million awaits', 'awaits.mjs'), limit: tuned },
};

/** Programs that costs were never tuned on. */
const UNTUNED = {
  rays: 'methods of small objects',
  callbacks: 'closures for built-ins',
  generators: 'generators that feed each other',
  interpreter: 'an interpreter of a tree',
  numbers: 'long loops between few calls',
};
for (const [name, title] of Object.entries(UNTUNED))
  PROGRAMS[name] = { program: own(`untuned: ${title}`, `untuned/${name}.mjs`), limit: { atMost: 1.35 } };

/** Time shown to time taken, of a turn of inflation-child.mjs. */
function inflation({ bare, runs, shown }) {
  return shown / runs / bare;
}

async function measureProgram(name, { program, limit, argument }, { folder: parent, rounds, isShort, say }) {
  const { title, ...files } = await program();
  const folder = join(parent, 'inflation', name);
  prepare(files, folder);
  const settings = JSON.stringify({ seconds: isShort ? ROUGH_SECONDS : SECONDS, argument, isShort });
  const runs = [];
  for (let round = 1; round <= rounds; round++) {
    say(`${name}, round ${round} of ${rounds}`);
    const turns = runNode([child, folder, settings]);
    if (turns.some(({ calls }) => calls === 0)) throw new Error(`round ${round}: a profile has no calls`);
    runs.push(turns);
  }
  const values = runs.map((turns) => median(turns.map(inflation)));
  return valueRow(`shown, to taken: ${title}`, 'x', values, limit);
}

export default {
  name: 'inflation',
  async measure(settings) {
    const rows = [];
    for (const [name, program] of Object.entries(PROGRAMS)) {
      try {
        rows.push(await measureProgram(name, program, settings));
      } catch (error) {
        rows.push(failedRow(`shown, to taken: ${name}`, error));
      }
    }
    return rows;
  },
};
