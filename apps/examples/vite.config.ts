import { fileURLToPath } from 'node:url';
import tsprof from 'unplugin-tsprof/vite';
import { defineConfig } from 'vite';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const timers = fileURLToPath(new URL('timers-promises.ts', import.meta.url));

/** The programs take units of time as arguments, and get none here: a second, and ten milliseconds. */
export default defineConfig({
  plugins: [tsprof({ root: repository, only: 'fixtures/programs/**', post: '/__tsprof__/profile' })],
  resolve: { alias: { 'node:timers/promises': timers } },
  define: { 'process.argv': '[]' },
  worker: { format: 'es' },
});
