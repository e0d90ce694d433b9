import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['tsprof-source'] },
  ssr: { resolve: { conditions: ['tsprof-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/bundler/builds/**',
      'test/bundler/between/**',
      'test/frameworks/**',
      'test/report/clients/**',
    ],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
