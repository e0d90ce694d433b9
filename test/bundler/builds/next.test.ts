import { join } from 'node:path';
import { checkNext } from '../next.ts';
import { FIXTURE } from './project.ts';

checkNext({ name: 'Next.js 16', modules: join(FIXTURE, 'node_modules'), args: ['--webpack'] });
