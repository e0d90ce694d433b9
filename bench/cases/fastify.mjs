// A server under load: what share of the requests per second is kept.
import { join } from 'node:path';
import { subject } from '../prepare.mjs';
import { shareRow } from '../rows.mjs';
import { requestsPerSecond } from '../server.mjs';
import { command } from '../usage.mjs';

const server = subject('fastify.mjs');
const LOAD = { path: '/users/7', warm: 2, seconds: 5 };

function profiled(folder, ...options) {
  return [command('tsprof'), 'run', '--quiet', '-o', join(folder, 'fastify.tsprof'), ...options, server];
}

export default {
  name: 'fastify',
  async measure({ folder, rounds, say }) {
    const starts = {
      plain: [server],
      all: profiled(folder, '--include', '/**'),
      own: profiled(folder),
    };
    const kept = { plain: [], all: [], own: [] };
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round} of ${rounds}`);
      for (const [way, args] of Object.entries(starts))
        kept[way].push(await requestsPerSecond(args, { cwd: folder, ...LOAD }));
    }
    const rowOf = (way, title, limit) => ({
      way,
      ...shareRow(`Fastify under load, ${title}: requests per second kept`, kept[way], kept.plain, limit),
    });
    return [
      rowOf('all', 'all of it profiled', { atLeast: 85, stretch: 95 }),
      rowOf('own', 'only the server’s own code', { atLeast: 95, stretch: 98 }),
    ];
  },
};
