/** The oldest and the newest supported version of each bundler; Farm leaves nothing out of what is imported dynamically. */
import { hosts } from '../hosts.ts';
import { checkShaking } from '../shaking.ts';

for (const host of hosts('oldest', 'newest')) if (host.bundler !== 'farm') checkShaking(host);
