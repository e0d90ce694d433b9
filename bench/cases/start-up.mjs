// What `tsprof run` adds to a program that is over at once.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, valueRow } from '../rows.mjs';
import { command, timeOf } from '../usage.mjs';

/** Runs a round: one alone would be luck. */
const RUNS = 9;
const SCRIPT = 'hello.mjs';

export default {
  name: 'start-up',
  measure(settings) {
    const folder = join(settings.folder, 'start-up');
    mkdirSync(folder);
    writeFileSync(join(folder, SCRIPT), `export const hello = () => console.log('hello');\nhello();\n`);
    const options = { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } };
    const profiled = () => timeOf([command('tsprof'), 'run', '--quiet', SCRIPT], options);
    profiled();
    const added = Array.from({ length: settings.rounds }, (_, round) => {
      settings.say(`round ${round + 1} of ${settings.rounds}`);
      const pairs = Array.from({ length: RUNS }, () => [profiled(), timeOf([SCRIPT], options)]);
      return median(pairs.map(([run]) => run)) - median(pairs.map(([, plain]) => plain));
    });
    return [
      valueRow('tsprof run, warm cache: start-up over plain node', 'ms', added, { atMost: 120, stretch: 80 }),
    ];
  },
};
