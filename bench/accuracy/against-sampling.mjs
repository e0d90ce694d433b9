// Our own times beside V8's sampling profiler, which disturbs a program little but has to guess: over a long run both
// must come to the same spread.
import { join } from 'node:path';
import { prepare } from '../prepare.mjs';
import { COLUMNS } from './recorded.mjs';
import { namer, takeRecorded, takeSampled } from './profiles.mjs';
import { accuracyRow } from './rows.mjs';
import { addUp, distance, sharesOf, worst } from './shares.mjs';

/** Of what is not inlined: what is inlined V8's profiler books to whom it is inlined into. */
const LIMIT = { atMost: 0.15 };
const NAMED = 8;

/** Two ways to run both: as usual, and so that V8's profiler can tell functions apart. */
const WAYS = [
  { as: '', node: [] },
  { as: ', nothing inlined', node: ['--no-turbo-inlining'], limit: LIMIT },
];

export function againstSampling(name, program) {
  return {
    name,
    async measure({ folder: parent, seconds, repeats, say }) {
      const { title, ...files } = await program();
      const folder = join(parent, name);
      prepare(files, folder);
      const nameOf = namer(folder);
      return WAYS.flatMap(({ as, node, limit }) => {
        const [sampled, recorded] = [[], []];
        for (let repeat = 1; repeat <= repeats; repeat++) {
          say(`${repeat} of ${repeats}${as}`);
          sampled.push(takeSampled(folder, { seconds, node }, nameOf));
          recorded.push(takeRecorded(folder, 'auto', { seconds, node }, nameOf));
        }
        return rowsOf(`${title}${as}`, { sampled, recorded, limit }, say);
      });
    },
  };
}

function rowsOf(title, { sampled, recorded, limit }, say) {
  const truth = sharesOf(addUp(sampled));
  const figures = Object.keys(COLUMNS).map((kind) => {
    const shares = sharesOf(addUp(recorded.map((times) => times[kind])));
    for (const { name, by } of worst(shares, truth, NAMED))
      say(`${kind}: ${name} differs by ${(by * 100).toFixed(2)} %`);
    return [kind, distance(shares, truth)];
  });
  const distances = accuracyRow(`${title}: distance from sampling`, Object.fromEntries(figures), limit);
  return sampled.length < 2 ? [distances] : [distances, noiseRow(title, sampled)];
}

/** What two runs of the sampling profiler differ by: it can hardly be asked to come closer. */
function noiseRow(title, [first, second]) {
  const raw = distance(sharesOf(first), sharesOf(second));
  return accuracyRow(`${title}: sampling, one run from the next`, { raw });
}
