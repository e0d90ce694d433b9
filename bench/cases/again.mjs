// What instrumenting a tree costs when nothing in it has changed.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packaged } from '../prepare.mjs';
import { ratioRow, valueRow } from '../rows.mjs';
import { command, timeOf } from '../usage.mjs';

/** TypeScript and JavaScript, small files and large ones. */
const TREES = ['rxjs/src', 'terser/lib', 'rollup/dist', 'typescript/lib'];

function instrument(folder, round) {
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, `cache-${round}`) };
  const args = [command('tsprof-instrument'), 'tree', '--out-dir', `out-${round}`, '--include', '**'];
  return timeOf(args, { cwd: folder, env });
}

export default {
  name: 'again',
  measure(settings) {
    const folder = join(settings.folder, 'again');
    mkdirSync(folder);
    for (const tree of TREES) cpSync(packaged(tree), join(folder, 'tree', tree), { recursive: true });
    const [first, second] = [[], []];
    for (let round = 0; round < settings.rounds; round++) {
      settings.say(`round ${round + 1} of ${settings.rounds}`);
      first.push(instrument(folder, round));
      second.push(instrument(folder, round));
    }
    const work = 'tsprof-instrument of an unchanged tree';
    return [
      ratioRow(`${work}: times as fast as at first`, first, second, { atLeast: 20 }),
      valueRow(`${work}: the second run`, 'ms', second),
    ];
  },
};
