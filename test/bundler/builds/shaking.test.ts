/** The oldest and the newest supported version of each bundler. */
import { hosts } from '../hosts.ts';
import { checkShaking } from '../shaking.ts';

for (const host of hosts('oldest', 'newest')) checkShaking(host);
