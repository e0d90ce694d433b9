import { join } from 'node:path';
import { FIXTURE } from '../builds/project.ts';
import { checkNext } from '../next.ts';

/** Each is installed in a folder of its own, as parts of Next.js import others by the package's name. */
for (const version of ['14', '15']) {
  const modules = join(FIXTURE, '..', 'next', version, 'node_modules');
  checkNext({ name: `Next.js ${version}`, modules, args: [] });
}
