import { defineConfig } from 'vitest/config';

/** All tests but those that need what is installed for them alone: each of these has a configuration and a command of its own. */
export default defineConfig({
  resolve: { conditions: ['tsprof-source'] },
  ssr: { resolve: { conditions: ['tsprof-source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/bundler/builds/**',
      'test/bundler/between/**',
      'test/frameworks/**',
      'test/runtimes/**',
      'test/report/clients/**',
    ],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // What is polled for comes from other processes, which a busy machine keeps waiting; a second is the default.
    expect: { poll: { timeout: 15_000 } },
  },
});
