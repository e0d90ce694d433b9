/** Vitest with the plugin: what its tests call is profiled, in the process that runs them. */
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { succeed } from '../../e2e/support/child.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './project.ts';

const MODULES = join(FIXTURE, '..', '..', 'node_modules');

const project = new Project('vitest');
afterAll(() => project.remove());

it('profiles what tests call', async () => {
  symlinkSync(MODULES, join(project.root, 'node_modules'), 'junction');
  const env = { ...CLEAN, TSPROF: '1', TSPROF_DIR: 'profiles' };
  await succeed(process.execPath, [join(MODULES, 'vitest', 'vitest.mjs'), 'run'], { cwd: project.root, env });
  const [file, ...others] = readdirSync(join(project.root, 'profiles'));
  expect(others).toEqual([]);
  const functions = functionsOf(parseProfile(readFileSync(join(project.root, 'profiles', file!))));
  expect(functions).toContain('add 7 add.ts:1');
});
