/** Servers that a framework bundles once more, with the runtime in them. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { profileStats } from '@tsprof/runtime/profile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { transformSource } from '../../plugin/src/source.ts';
import { runNode } from '../cli/projects.ts';
import type { Ran } from '../cli/projects.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = `async function twice(n) { await null; return 2 * n; }
twice(4).then((n) => console.log(n));
`;

const probed = (): string => {
  const runtime = () => '@tsprof/runtime/probes';
  return transformSource({ code: MAIN, language: 'js', format: 'module', name: 'main.js', runtime }).code;
};

describe.each(['esm', 'cjs'] as const)('a program that is bundled with the runtime, %s', (format) => {
  let folder: string;

  beforeEach(() => {
    folder = writeProject({
      'src/main.js': `import '@tsprof/runtime/auto';\n${probed()}`,
      'src/late.js':
        "import { profile } from '@tsprof/runtime';\nprofile(() => 8).then(({ result }) => console.log(result));\n",
    });
    buildSync({
      ...{ absWorkingDir: folder, entryPoints: ['src/main.js', 'src/late.js'], outdir: 'dist', bundle: true },
      ...{ format, outExtension: { '.js': format === 'esm' ? '.mjs' : '.cjs' }, platform: 'node' },
      ...{ nodePaths: [join(ROOT, 'node_modules')], logLevel: 'silent' },
    });
  });
  afterEach(() => removeProject(folder));

  const run = (name: string): Promise<Ran> =>
    runNode([`dist/${name}.${format === 'esm' ? 'mjs' : 'cjs'}`], { cwd: folder });

  test('is profiled where that is installed', async () => {
    mkdirSync(join(folder, 'node_modules/@tsprof'), { recursive: true });
    symlinkSync(join(ROOT, 'runtime'), join(folder, 'node_modules/@tsprof/runtime'), 'junction');
    expect(await run('main')).toEqual({ stdout: '8\n', stderr: '', code: 0, signal: null });
    const profile = JSON.parse(readFileSync(join(folder, 'profile.tsprof'), 'utf8')) as Profile;
    const { functions } = profileStats(profile);
    const [twice] = functions.filter(({ name }) => name === 'twice');
    expect(twice).toMatchObject({ file: 'main.js', line: 1, ncall: 1, nsuspend: 1 });
  });

  test('runs where it is not, and says so in one line', async () => {
    const { stdout, stderr, code } = await run('main');
    expect({ stdout, code }).toEqual({ stdout: '8\n', code: 0 });
    expect(stderr).toMatch(
      /^tsprof: nothing is recorded: @tsprof\/runtime is part of a bundle, .* Install it there \(npm install @tsprof\/runtime\), .*\n$/,
    );
    expect(existsSync(join(folder, 'profile.tsprof'))).toBe(false);
  });

  test('profiles a call of its own also there, in its own thread', async () => {
    expect(await run('late')).toEqual({ stdout: '8\n', stderr: '', code: 0, signal: null });
  });
});
