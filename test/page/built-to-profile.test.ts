/** `tsprof page` of folders whose builds profile themselves: what has probes gets no others, nor does the runtime. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { profileStats } from '@tsprof/runtime/profile';
import { rolldown } from 'rolldown';
import type { Options } from 'unplugin-tsprof';
import esbuildPlugin from 'unplugin-tsprof/esbuild';
import rolldownPlugin from 'unplugin-tsprof/rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transformSource } from '../../plugin/src/source.ts';
import { TSPROF, cleanEnv, runNode } from '../cli/projects.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';
import { CHROMIUM } from './support/browser.ts';

const FILES = {
  'src/app.ts': `import { half } from './half.ts';
async function rest(): Promise<void> {
  await null;
}
function* halves(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield half(i);
}
let sum = 0;
for (const n of [1, 2, 3, 4, 5]) {
  for (const h of halves(n)) sum += h;
  await rest();
}
document.title = \`done \${sum}\`;
`,
  'src/other.ts': "import { half } from './half.ts';\nhalf(1);\n",
  'src/half.ts': 'export const half = (n: number): number => n / 2;\n',
  'done.mjs': `export default async ({ page }) => {
  await page.waitForFunction(() => document.title === 'done 10');
};
`,
};

const PAGE = '<!doctype html><title>app</title><body><script type="module" src="/app.js"></script>';

let cwd: string;
beforeAll(() => {
  cwd = writeProject(FILES);
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(cwd, 'node_modules'));
});
afterAll(() => removeProject(cwd));

/** Minified, without maps: nothing tells the parts of the build apart but what they are. */
const BUILDS: Readonly<Record<string, (dir: string) => Promise<unknown>>> = {
  esbuild: (outdir) =>
    build({
      ...{ absWorkingDir: cwd, entryPoints: ['src/app.ts'], outdir, format: 'esm', bundle: true },
      ...{ minify: true, splitting: true, logLevel: 'silent' },
      plugins: [esbuildPlugin({ enabled: true, root: cwd })],
    }),
  rolldown: async (dir) => {
    const plugins = [rolldownPlugin({ enabled: true, root: cwd })];
    const built = await rolldown({ cwd, input: 'src/app.ts', plugins });
    await built.write({ dir, format: 'es', minify: true });
  },
};

/** Bundlers cut the runtime into pieces by who needs what: each option has others of them. */
const PIECES: readonly Options[] = [{}, { overlay: true, marks: true }, { post: '/here' }, { worker: null }];

describe.each(PIECES)('the files of a build with %j', (more) => {
  test.each([true, false])('get no probes, minified: %s', async (minify) => {
    const plugins = [esbuildPlugin({ enabled: true, root: cwd, ...more })];
    const { outputFiles } = await build({
      ...{ absWorkingDir: cwd, entryPoints: ['src/app.ts', 'src/other.ts'], outdir: 'pieces' },
      ...{ format: 'esm', bundle: true, minify, splitting: true, write: false, logLevel: 'silent', plugins },
    });
    expect(outputFiles.length).toBeGreaterThan(5);
    const changed = outputFiles.filter(({ path, text }) => {
      const asked = {
        code: text,
        language: 'js',
        format: undefined,
        name: path,
        runtime: () => 'probes',
      } as const;
      return transformSource(asked).changed;
    });
    expect(changed.map(({ path, text }) => `${path}: ${text.slice(0, 200)}`)).toEqual([]);
  });
});

describe.skipIf(CHROMIUM === null)('a build that profiles itself', () => {
  test.each(Object.entries(BUILDS))(
    '%s: calls count once, and only the program is shown',
    async (name, run) => {
      const folder = join(cwd, name);
      await run(folder);
      writeFileSync(join(folder, 'index.html'), PAGE);
      const args = [
        ...['page', '--headless', name, '--actions', 'done.mjs'],
        ...['-o', `${name}.tsprof`, '--quiet'],
      ];
      const ran = await runNode([TSPROF, ...args], {
        cwd,
        env: { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache') },
      });
      expect(ran).toMatchObject({ stdout: '', stderr: '', code: 0 });
      const profile = JSON.parse(readFileSync(join(cwd, `${name}.tsprof`), 'utf8')) as Profile;
      const { functions } = profileStats(profile);
      const own = functions.filter(({ file }) => file.startsWith('src/'));
      expect(Object.fromEntries(own.map((row) => [row.name, row.ncall]))).toMatchObject({
        half: 15,
        halves: 5,
        rest: 5,
      });
      expect(functions.filter((row) => !own.includes(row) && row.name !== '<module>')).toEqual([]);
      expect(profile.threads.map(({ anomalies }) => anomalies)).toEqual([{}]);
    },
  );
});
