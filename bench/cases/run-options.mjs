// What options of `tsprof run` cost that have it record more: beside the same without them, and beside plain node.
import { join } from 'node:path';
import { measureWays } from '../measure.mjs';
import { prepare } from '../prepare.mjs';
import { acorn } from '../programs.mjs';
import { ratioRow } from '../rows.mjs';
import { ways } from '../ways.mjs';

const OPTIONS = ['memory', 'lines', 'timeline', 'builtins'];

/** What is wanted of an option, to plain. */
const LIMITS = { lines: { atMost: 4 } };

export default {
  name: 'run-options',
  async measure(settings) {
    const { title, ...files } = await acorn();
    const folder = join(settings.folder, 'run-options');
    prepare(files, folder);
    const { plain, run, ...times } = measureWays(folder, ['plain', 'run', ...OPTIONS], settings);
    const rowOf = (way, values, others, to, limit) => ({
      ...{ program: title, way, to },
      ...ratioRow(`${title}: ${ways[way].title}, to ${ways[to].title}`, values, others, limit),
    });
    return [
      rowOf('run', run, plain, 'plain'),
      ...OPTIONS.flatMap((way) => [
        rowOf(way, times[way], run, 'run'),
        rowOf(way, times[way], plain, 'plain', LIMITS[way]),
      ]),
    ];
  },
};
