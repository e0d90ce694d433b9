import { describe, expect, it } from 'vitest';
import { programs } from './programs/index.ts';
import { runBoth } from './support/run.ts';

/** The subject must not be able to tell: each program logs the same bare and instrumented, and breaks no rule. */
describe('equivalence', () => {
  for (const [name, program] of Object.entries(programs)) {
    it(name, async () => {
      const { bare, instrumented } = await runBoth(program);
      expect(bare.log.length, 'a program must log something').toBeGreaterThan(0);
      expect({ log: instrumented.log, thrown: instrumented.thrown }).toEqual(bare);
      expect(instrumented.observed.violations).toEqual([]);
      expect(Object.keys(instrumented.observed.calls).length).toBeGreaterThan(1);
    });
  }
});
