import { describe, expect, it } from 'vitest';
import { scripts } from './programs/scripts.ts';
import { runPage } from './support/page.ts';

/** Scripts share a global object with each other, and so do the names that probes go by. */
describe('scripts of one page', () => {
  it.each(Object.entries(scripts))('%s', async (_name, sources) => {
    const bare = await runPage(sources, false);
    const { effects, violations } = await runPage(sources, true);
    expect(effects).toEqual(bare.effects);
    expect(violations).toEqual([]);
  });
});
