import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// One after the other: an app's builds and its browser take both cores.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { conditions: ['tsprof-source'] },
  ssr: { resolve: { conditions: ['tsprof-source'] } },
  test: {
    include: ['*/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
