import { expect, it } from 'vitest';

const { hotEntrySize, runtimeDependencies } = await import(
  new URL('../../bench/size.mjs', import.meta.url).href
);

/** Minified and gzipped, in bytes. */
const LIMIT = 2000;

it('what every profiled program loads is small, and brings nobody else’s code along', async () => {
  const { gzipped, foreign } = await hotEntrySize();
  expect(gzipped).toBeLessThanOrEqual(LIMIT);
  expect(foreign).toEqual([]);
  expect(runtimeDependencies()).toEqual([]);
});
