import { build } from 'esbuild';
import tsprof from 'unplugin-tsprof/esbuild';

await build({
  entryPoints: { wc: 'src/main.ts' },
  outdir: process.env.OUT ?? 'dist',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outExtension: { '.js': '.mjs' },
  sourcemap: true,
  plugins: [tsprof({ target: 'node' })],
});
