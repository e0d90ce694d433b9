/** Patterns that match none of the files that were built: whoever wrote them is told, once, at the end. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode } from '../e2e/support/child.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';

let root: string;
beforeAll(() => {
  root = writeProject({
    'page.js': "import './shared.js';\nfunction page() {}\npage();\n",
    'server.js': "import './shared.js';\nfunction server() {}\nserver();\n",
    'shared.js': 'export function shared() {}\n',
    'broken.js': 'import "./missing.js";\n',
  });
});
afterAll(() => removeProject(root));

const PACKAGE = JSON.stringify(join(import.meta.dirname, '../../bundler/dist/esm/esbuild.js'));
const ESBUILD = JSON.stringify(import.meta.resolve('esbuild'));

/** Builds one entry after the other, each with a plugin of its own, and returns what is said on stderr. */
async function said(options: object, ...entries: readonly string[]): Promise<string> {
  const script = `import tsprof from ${PACKAGE};
import { build } from ${ESBUILD};
for (const entry of ${JSON.stringify(entries)})
  await build({
    ...{ entryPoints: [entry], bundle: true, write: false, logLevel: 'silent', absWorkingDir: process.cwd() },
    plugins: [tsprof(${JSON.stringify(options)})],
  }).catch(() => (process.exitCode = 1));`;
  const { stderr } = await runNode(['--input-type=module', '-e', script], { cwd: root });
  return stderr;
}

describe('a pattern of a build', () => {
  const none = (option: string, text: string) =>
    `tsprof: option "${option}": "${text}" matches none of the files that were built\n`;

  it('that matches nothing is named', async () => {
    const options = { enabled: true, only: ['*.js', 'lib/**'], includePackage: 'react', exclude: 'old.js' };
    expect(await said(options, 'page.js')).toBe(
      none('only', 'lib/**') + none('includePackage', 'react') + none('exclude', 'old.js'),
    );
  });

  it('may be meant for one of several builds', async () => {
    const options = { enabled: true, only: ['page.js', 'server.js', 'other.js'] };
    expect(await said(options, 'page.js', 'server.js')).toBe(none('only', 'other.js'));
    expect(await said(options, 'server.js')).toBe(none('only', 'page.js') + none('only', 'other.js'));
  });

  it('is not spoken of where a build has failed, or nothing is to be done', async () => {
    expect(await said({ enabled: true, only: 'lib/**' }, 'broken.js')).toBe('');
    expect(await said({ enabled: false, only: 'lib/**' }, 'page.js')).toBe('');
  });
});
