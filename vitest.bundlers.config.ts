import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** The tests that build small projects with every bundler; those are installed apart, in fixtures/bundlers. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/bundler/{builds,between}/**/*.test.ts'], exclude: [] },
});
