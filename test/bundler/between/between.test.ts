/** The oldest and newest of the major versions between the ends that `npm run bundlers` tries. */
import { checkHost } from '../kinds.ts';
import { hosts } from '../hosts.ts';
import { checkWays } from '../ways.ts';

for (const host of hosts('between')) {
  checkHost(host);
  if (host.bundler === 'vite') checkWays(host.name);
}
