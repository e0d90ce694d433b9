import { copyFileSync } from 'node:fs';
import { build } from 'esbuild';
import tsprof from 'unplugin-tsprof/esbuild';

const outdir = process.env.OUT ?? 'dist';
await build({
  entryPoints: ['src/main.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: true,
  plugins: [tsprof()],
});
copyFileSync('index.html', `${outdir}/index.html`);
