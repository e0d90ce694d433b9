/** A library that was built for pages is loaded in Node, too: by tests, and by servers that render pages. */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runNode, succeed } from '../../e2e/support/child.ts';
import { hosts } from '../hosts.ts';
import { CLEAN, FIXTURE, Project } from './project.ts';

const NO_PAGE = "tsprof: no profile: Error: not a page; say target: 'node'\n";

describe.each(hosts('oldest', 'newest').filter(({ bundler }) => bundler !== 'farm'))(
  '$name',
  ({ bundler, name }) => {
    const project = new Project('library');
    afterAll(() => project.remove());

    it('makes libraries that do in Node what they are for, say that there is no profile, and let it end', async () => {
      const out = join(dirname(project.root), 'out');
      const args = [join(FIXTURE, 'library.mjs'), bundler, name, out, JSON.stringify({ enabled: true })];
      const printed = await succeed(process.execPath, args, { cwd: project.root, env: CLEAN });
      const files = JSON.parse(printed.trim().split('\n').at(-1)!) as string[];
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        const script = `const all = await import('${pathToFileURL(file).href}');
console.log(await (all.default ?? all).sum(5));`;
        const ended = await runNode(['--input-type=module', '--eval', script], { cwd: out, env: CLEAN });
        expect({ file, ...ended }).toMatchObject({ file, code: 0, stdout: '20\n', stderr: NO_PAGE });
      }
    });
  },
);
