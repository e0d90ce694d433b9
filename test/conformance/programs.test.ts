import { describe, expect, it } from 'vitest';
import { programs } from './programs/index.ts';
import { overflow } from './programs/overflow.ts';
import { isProgram, PLACES, runBare, runInstrumented } from './support/run.ts';

/**
 * What test262 shows in the large and `npm run conformance` runs, in a few hundred programs of our own: bare and
 * instrumented they do the same, and the runtime's checks of itself find nothing.
 */
describe.each(programs)('%s', (_chapter, table) => {
  describe.each(Object.entries(table))('%s', (_name, program) => {
    const places = Object.entries(PLACES).filter(([, place]) => isProgram(program, place));
    it.each(places)('%s', async (_where, place) => {
      const bare = await runBare(program, place);
      const { violations, ...effects } = await runInstrumented(program, place);
      expect(bare.log.length + bare.end.length, 'a program must show something').toBeGreaterThan(0);
      expect(effects).toEqual(bare);
      expect(violations).toEqual([]);
    });
  });
});

/** Where there is no stack left to call `leave`, replay learns from the next event what has ended. */
const isLostLeave = (violation: string) => violation.startsWith('missingLeave');

describe('out of stack', () => {
  it.each(Object.entries(overflow))('%s', async (_name, program) => {
    const bare = await runBare(program, PLACES.commonjs);
    const { violations, ...effects } = await runInstrumented(program, PLACES.commonjs);
    expect(effects).toEqual(bare);
    expect(violations.filter((violation) => !isLostLeave(violation))).toEqual([]);
  });
});
