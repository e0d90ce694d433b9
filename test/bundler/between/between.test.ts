/** The ends of the major versions between those that `npm run bundlers` tries; the oldest Vite's own ways. */
import { checkHost } from '../kinds.ts';
import { hosts } from '../hosts.ts';
import { checkShaking } from '../shaking.ts';
import { checkWays } from '../ways.ts';

for (const host of hosts('between')) checkHost(host);
for (const host of hosts('between')) checkShaking(host);
for (const { bundler, name } of hosts('oldest', 'between')) if (bundler === 'vite') checkWays(name);
