/** The oldest and newest of the major versions between the ends that `npm run bundlers` tries. */
import { hosts } from '../hosts.ts';
import { checkHost } from '../kinds.ts';
import { checkNext } from '../next.ts';
import { checkWays } from '../ways.ts';

for (const host of hosts('between')) {
  checkHost(host);
  if (host.bundler === 'vite') checkWays(host.name);
}

// Before version 16 webpack is what Next.js builds with.
checkNext('next-14', []);
checkNext('next-15', []);
