import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));

/**
 * Stress modes put another decision in the place of one of the plugin's, which has no option for it: files below
 * stress/ by the mode, and the files of that name in plugin/src/, its rules/ or src/ that they stand in for.
 */
const STRESS = {
  moved: ['effect-free'],
  iterator: ['effect-free', 'movable'],
  counted: ['counted'],
  lines: ['told-lines'],
  promises: ['followed-promises'],
};

const stress = (mode) => ({
  name: 'stress',
  setup({ onResolve, onEnd }) {
    const missing = new Set(STRESS[mode]);
    for (const rule of STRESS[mode] ?? []) {
      onResolve({ filter: new RegExp(`^\\.\\.?/${rule}\\.ts$`) }, () => {
        missing.delete(rule);
        return { path: join(folder, 'stress', `${rule}.ts`) };
      });
    }
    onEnd(() => ({
      errors: [...missing].map((rule) => ({ text: `stress/${rule}.ts stands in for no file` })),
    }));
  },
});

const stressOf = (args) => {
  const at = args.findIndex((argument) => /^--stress(=|$)/.test(argument));
  return at < 0 ? '' : (args[at].split('=')[1] ?? args[at + 1]);
};

/**
 * Bundles the runner from the sources of plugin and runtime, in the stress mode that `args` ask for. Returns the URL of
 * the folder with `main.mjs`, `worker.mjs`, and `in-realm.cjs` for the realms of tests.
 */
export async function bundle(args) {
  const mode = stressOf(args);
  const outdir = join(folder, 'dist', mode in STRESS ? mode : 'plain');
  rmSync(outdir, { recursive: true, force: true });
  const common = { absWorkingDir: folder, outdir, bundle: true, logLevel: 'warning', target: 'node20.19' };
  await build({
    ...common,
    entryPoints: ['src/main.ts', 'src/worker.ts'],
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    plugins: [stress(mode)],
  });
  await build({
    ...common,
    entryPoints: ['src/in-realm.ts'],
    format: 'cjs',
    platform: 'neutral',
    outExtension: { '.js': '.cjs' },
  });
  return pathToFileURL(outdir).href;
}
