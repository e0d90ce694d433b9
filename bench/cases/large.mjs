// Reading large profiles: what `stats`, `export` and `merge` take, start and end of the process included.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueRow } from '../rows.mjs';
import { command, usageOf } from '../usage.mjs';
import { largeProfile } from '../viewer/large-profile.mjs';

const EDGES = 100_000;
const PROFILES = 1000;
/** Edges of all merged profiles but the large one. */
const FEW = 2000;
/** Different call trees among them. */
const SHAPES = 10;
const MB = 1e6;
const SECOND = 1000;

/** All formats of `tsprof export` but `chrome`, which is made of timelines. */
export const FORMATS = [
  'callgrind',
  'pprof',
  'speedscope',
  'cpuprofile',
  'collapsed',
  'dot',
  'svg',
  'png',
  'pstats',
  'csv',
  'codelens',
  'html',
];

function prepare(folder) {
  const many = join(folder, 'many');
  mkdirSync(many, { recursive: true });
  // The root is a node, and no edge leads to it.
  const large = JSON.stringify(largeProfile(EDGES + 1, 4));
  const small = Array.from({ length: SHAPES }, (_, seed) => JSON.stringify(largeProfile(FEW + 1, 4, seed)));
  writeFileSync(join(folder, 'large.tsprof'), large);
  for (let file = 0; file < PROFILES - 1; file++)
    writeFileSync(join(many, `${file}.tsprof`), small[file % SHAPES]);
}

function measureRound(folder) {
  const take = (...args) => usageOf([command('tsprof'), ...args], folder, { cwd: folder });
  const exported = (format) => take('export', '--format', format, 'large.tsprof', '-o', `large.${format}`);
  return {
    stats: take('stats', 'large.tsprof'),
    exports: Object.fromEntries(FORMATS.map((format) => [format, exported(format)])),
    merge: take('merge', 'large.tsprof', 'many', '-o', 'merged.out'),
  };
}

function rowsOf(rounds) {
  const timeRow = (work, read, atMost) =>
    valueRow(
      `${work}: time`,
      'ms',
      rounds.map((round) => read(round).time),
      { atMost },
    );
  const memoryRow = (work, peaks, limit) => valueRow(`${work}: peak memory`, 'MB', peaks, limit);
  const peaks = (read) => rounds.map((round) => read(round).peak / MB);
  const most = ({ exports }) => Math.max(...Object.values(exports).map(({ peak }) => peak)) / MB;
  const [stats, merge] = [`stats of ${EDGES} edges`, `merge of ${PROFILES} profiles, one of ${EDGES} edges`];
  return [
    timeRow(stats, (round) => round.stats, SECOND),
    memoryRow(
      stats,
      peaks((round) => round.stats),
    ),
    ...FORMATS.map((format) =>
      timeRow(`export of ${EDGES} edges: ${format}`, ({ exports }) => exports[format], 3 * SECOND),
    ),
    memoryRow(`export of ${EDGES} edges, the largest`, rounds.map(most)),
    timeRow(merge, (round) => round.merge, 60 * SECOND),
    memoryRow(
      merge,
      peaks((round) => round.merge),
      { atMost: 300 },
    ),
  ];
}

export default {
  name: 'large',
  measure(settings) {
    const folder = join(settings.folder, 'large');
    prepare(folder);
    const rounds = Array.from({ length: settings.rounds }, (_, round) => {
      settings.say(`round ${round + 1} of ${settings.rounds}`);
      return measureRound(folder);
    });
    return rowsOf(rounds);
  },
};
