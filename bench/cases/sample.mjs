// What samples cost, with no count of calls: processor time of all threads, as this is what a busy machine does not change.
import { join } from 'node:path';
import { measureWays } from '../measure.mjs';
import { prepare, subject } from '../prepare.mjs';
import { acorn } from '../programs.mjs';
import { ratioRow, shareRow } from '../rows.mjs';
import { requestsPerSecond } from '../server.mjs';
import { command } from '../usage.mjs';

const server = subject('fastify.mjs');
const LOAD = { path: '/users/7', warm: 2, seconds: 5 };

export default {
  name: 'sample',
  async measure(settings) {
    return [...(await acornRows(settings)), ...(await fastifyRows(settings))];
  },
};

async function acornRows(settings) {
  const { title, ...files } = await acorn();
  const folder = join(settings.folder, 'sample');
  prepare(files, folder);
  const times = measureWays(folder, ['plain', 'off', 'sample', 'auto'], settings, undefined, 'cpu');
  return [
    ratioRow(`${title}, processor time: clock sample`, times.sample, times.plain, { atMost: 1.2 }),
    ratioRow(`${title}, processor time: probes, profiling off`, times.off, times.plain),
    ratioRow(`${title}, processor time: profiled`, times.auto, times.plain),
  ];
}

async function fastifyRows({ folder, rounds, say }) {
  const run = [command('tsprof'), 'run', '--quiet', '-o', join(folder, 'sample.tsprof'), '--include', '/**'];
  const ways = { plain: [server], sample: [...run, '--clock', 'sample', server] };
  const kept = { plain: [], sample: [] };
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    for (const [way, args] of Object.entries(ways))
      kept[way].push(await requestsPerSecond(args, { cwd: folder, ...LOAD }));
  }
  return [
    shareRow('Fastify under load, all of it sampled: requests per second kept', kept.sample, kept.plain, {
      atLeast: 90,
      stretch: 98,
    }),
  ];
}
