/** Builds for Node: profiling begins with the first module, and the profile is written at the end of the process. */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { succeed } from '../../e2e/support/child.ts';
import { CLEAN, fileIn, filesOf, FIXTURE, functionsOf, Project } from './project.ts';

const ENTRIES = {
  viteNode: /^main\.js$/,
  vite5Node: /^main\.js$/,
  rollupNode: /^main\.js$/,
  rolldownNode: /^main\.js$/,
  webpackNode: /^main\.mjs$/,
  rspackNode: /^main\.mjs$/,
  esbuildNode: /^main\.js$/,
};

const RESULT = { tag: 'p', children: [{ tag: 'b', children: [400] }] };

describe.each(Object.entries(ENTRIES))('%s', (name, entry) => {
  const project = new Project();
  afterAll(() => project.remove());

  it('leaves the runtime to Node, which profiles the process', async () => {
    const out = await project.build(name, 'node', { enabled: true });
    expect(Object.keys(filesOf(out)).filter((file) => file.includes('replay-worker'))).toEqual([]);
    // As it would be installed.
    symlinkSync(join(FIXTURE, '..', '..', 'node_modules'), join(out, 'node_modules'), 'junction');
    const file = pathToFileURL(fileIn(out, entry)).href;
    const script = `await import('${file}'); console.log(JSON.stringify(await app.main()));`;
    const env = { ...CLEAN, TSPROF_CLOCK: 'none' };
    const args = ['--input-type=module', '--eval', script];
    expect(JSON.parse(await succeed(process.execPath, args, { cwd: out, env }))).toEqual(RESULT);
    expect(existsSync(join(out, 'profile.tsprof'))).toBe(true);
    const functions = functionsOf(parseProfile(readFileSync(join(out, 'profile.tsprof'))));
    expect(functions).toEqual(expect.arrayContaining(['double 5 src/work.ts:4', 'square 1 src/later.ts:1']));
  });
});
