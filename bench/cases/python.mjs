// Python's deterministic profilers on the same algorithms, where they are installed.
import { fileURLToPath } from 'node:url';
import { run } from '../processes.mjs';
import { ratioRow, skippedRow, valueRow } from '../rows.mjs';

const script = fileURLToPath(new URL('../python/subjects.py', import.meta.url));
const TITLES = { cprofile: 'Python, cProfile', yappi: 'Python, Yappi' };
const [CALLS, AWAITS, FEW, MANY] = [300_000, 200_000, 250, 8000];
const NS = 1e6;

/** Several Pythons may be there; the system's is the one that Debian's packages are for. */
const CANDIDATES = [process.env.PYTHON, 'python3', '/usr/bin/python3'];

function findPython() {
  return CANDIDATES.find((python) => python !== undefined && hasProfilers(python));
}

function hasProfilers(python) {
  try {
    run(python, ['-c', 'import cProfile, yappi']);
    return true;
  } catch {
    return false;
  }
}

function measureRound(python) {
  const time = (program, profiler, number) =>
    Number(run(python, [script, program, profiler, String(number)]));
  const ways = ['plain', 'cprofile', 'yappi'];
  return Object.fromEntries(
    ways.map((way) => [
      way,
      {
        calls: time('empty_calls', way, CALLS),
        awaits: time('awaits', way, AWAITS),
        few: time('coroutines', way, FEW) / FEW,
        many: time('coroutines', way, MANY) / MANY,
      },
    ]),
  );
}

function rowsOf(profiler, rounds) {
  const times = (way, what) => rounds.map((round) => round[way][what]);
  const title = TITLES[profiler];
  const added = rounds.map((round) => ((round[profiler].calls - round.plain.calls) * NS) / CALLS);
  return [
    valueRow(`an empty call: ${title}`, 'ns', added),
    ratioRow(
      `awaits of a trivial async function: ${title}`,
      times(profiler, 'awaits'),
      times('plain', 'awaits'),
    ),
    ratioRow(
      `an await among ${MANY} live coroutines, to one among ${FEW}: ${title}`,
      times(profiler, 'many'),
      times(profiler, 'few'),
    ),
  ];
}

export default {
  name: 'python',
  measure({ rounds, say }) {
    const python = findPython();
    if (python === undefined) {
      return [
        skippedRow(
          'Python: cProfile, Yappi',
          'no python3 with yappi here (Debian: apt install python3-yappi)',
        ),
      ];
    }
    const measured = Array.from({ length: rounds }, (_, round) => {
      say(`round ${round + 1} of ${rounds}`);
      return measureRound(python);
    });
    return Object.keys(TITLES).flatMap((profiler) => rowsOf(profiler, measured));
  },
};
