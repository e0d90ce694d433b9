import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';
import { WHOLE } from './vitest.whole.config.ts';

const FEW_PROGRAMS = '20';

/** `npm test`: what is over in two minutes. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    exclude: [...config.test!.exclude!, ...WHOLE],
    // They start next to nothing beside them.
    maxWorkers: '100%',
    env: { FUZZ: process.env['FUZZ'] ?? FEW_PROGRAMS },
  },
});
