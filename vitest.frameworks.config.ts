import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The tests that run small apps of frameworks, with the usual loaders; those are installed apart, in fixtures/frameworks. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/frameworks/**/*.test.ts'], exclude: [] },
});
