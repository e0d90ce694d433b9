import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

/** What needs clients that are installed for it alone: `npm run exports`. */
export default defineConfig({
  ...config,
  test: { ...config.test, include: ['test/report/clients/**/*.test.ts'], exclude: [] },
});
