// A case of the most common kind: one program, and how much slower each way makes it.
import { join } from 'node:path';
import { measureWays } from './measure.mjs';
import { prepare, prepareIstanbul } from './prepare.mjs';
import { ratioRow, valueRow } from './rows.mjs';
import { ways } from './ways.mjs';

/** A row that says of which program and way it is, for the tables of documents. */
function rowOf({ program, way }, row, ...figures) {
  return { program, way, ...row(`${program}: ${ways[way].title}`, ...figures) };
}

/** For programs of which nobody has set other targets. */
const OFF = { atMost: 1.15, stretch: 1.05 };

/**
 * `program` returns the title and the files (see `prepare`); `targets` says what is wanted of which way. The others
 * in `compared` are there for comparison.
 */
export function ratioCase({ name, program, targets, compared = ['exact', 'sampled'], ...rest }) {
  const wanted = { ...targets, off: targets.off ?? OFF };
  return {
    name,
    ...rest,
    async measure(settings) {
      const { title, ...files } = await program();
      const folder = join(settings.folder, name);
      const names = [...Object.keys(wanted), ...(settings.isShort ? [] : compared)];
      prepare(files, folder);
      if (names.includes('istanbul')) prepareIstanbul(folder);
      const times = measureWays(folder, ['plain', ...names], settings);
      return [
        ...names.map((way) => rowOf({ program: title, way }, ratioRow, times[way], times.plain, wanted[way])),
        rowOf({ program: title, way: 'plain' }, valueRow, 'ms', times.plain),
      ];
    },
  };
}
