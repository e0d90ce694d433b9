/** The newest supported version of Vite, where its ways differ from those of other bundlers. */
import { checkWays } from '../ways.ts';
import { hosts } from '../hosts.ts';

for (const { bundler, name } of hosts('newest')) if (bundler === 'vite') checkWays(name);
