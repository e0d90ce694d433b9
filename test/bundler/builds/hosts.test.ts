/** The oldest and the newest supported version of each bundler. */
import { checkHost } from '../kinds.ts';
import { hosts } from '../hosts.ts';

for (const host of hosts('oldest', 'newest')) checkHost(host);
