// How fast sources are instrumented, beside babel-plugin-istanbul: the TypeScript compiler, 9 MB in one file.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packaged } from '../prepare.mjs';
import { ratioRow, valueRow } from '../rows.mjs';
import { command, usageOf } from '../usage.mjs';

const babel = fileURLToPath(new URL('../babel.mjs', import.meta.url));
const NAME = 'typescript.js';
const MB = 1e6;

/** Enough for each of them: what is asked for is how much they take. */
const HEAP = '--max-old-space-size=8192';

function byBabel(plugin, folder) {
  return usageOf([HEAP, babel, plugin, NAME, `${plugin}.js`], folder, { cwd: folder });
}

/** With a cache of its own that is empty: of the others' work, none is done already either. */
function byCommand(folder, round) {
  const env = { XDG_CACHE_HOME: join(folder, `cache-${round}`) };
  const args = [HEAP, command('tsprof-instrument'), NAME, '--out-dir', `out-${round}`, '--include', '**'];
  return usageOf(args, folder, { cwd: folder, env });
}

function measureRound(folder, round) {
  return {
    none: byBabel('none', folder),
    istanbul: byBabel('istanbul', folder),
    plugin: byBabel('tsprof', folder),
    command: byCommand(folder, round),
  };
}

function rowsOf(rounds) {
  const times = (way) => rounds.map((round) => round[way].time);
  const peaks = (way) => rounds.map((round) => round[way].peak);
  const work = (way) => `instrumenting typescript.js ${way}`;
  const istanbul = times('istanbul');
  return [
    ratioRow(`${work('as a Babel plugin')}: times as fast as istanbul`, istanbul, times('plugin'), {
      atLeast: 2,
    }),
    ratioRow(`${work('by tsprof-instrument')}: times as fast`, istanbul, times('command'), { atLeast: 10 }),
    ratioRow(`${work('as a Babel plugin')}: memory, to istanbul's`, peaks('plugin'), peaks('istanbul'), {
      atMost: 0.5,
    }),
    ratioRow(`${work('by tsprof-instrument')}: memory`, peaks('command'), peaks('istanbul'), { atMost: 0.5 }),
    ...['none', 'istanbul', 'plugin', 'command'].flatMap((way) => [
      valueRow(`typescript.js, ${TITLES[way]}: time`, 'ms', times(way)),
      valueRow(
        `typescript.js, ${TITLES[way]}: peak memory`,
        'MB',
        peaks(way).map((peak) => peak / MB),
      ),
    ]),
  ];
}

const TITLES = {
  none: 'Babel without a plugin',
  istanbul: 'babel-plugin-istanbul',
  plugin: 'babel-plugin-tsprof',
  command: 'tsprof-instrument',
};

export default {
  name: 'transform',
  measure(settings) {
    const folder = join(settings.folder, 'transform');
    mkdirSync(folder);
    copyFileSync(packaged('typescript/lib/typescript.js'), join(folder, NAME));
    const rounds = Array.from({ length: settings.rounds }, (_, round) => {
      settings.say(`round ${round + 1} of ${settings.rounds}`);
      return measureRound(folder, round);
    });
    return rowsOf(rounds);
  },
};
