import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The tests that run instrumented programs with Bun and Deno; those are installed apart, in fixtures/runtimes. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/runtimes/**/*.test.ts'], exclude: [] },
});
