import fc from 'fast-check';
import { expect, test } from 'vitest';
import { play, SITES, type Step } from './support/abandoned-twins.ts';

/** The same steps twice: those who never go on are told to replay, or else keep their tokens for ever. */
function expectSame(text: string): void {
  expectSameOf(
    text.split(',').map((step) => {
      const [what, argument] = step.trim().split(' ');
      return [what as Step[0], Number(argument ?? 0)];
    }),
  );
}

function expectSameOf(steps: readonly Step[]): void {
  expect(play(steps, true)).toEqual(play(steps, false));
}

test('several that wait since different times, beside one that goes on', () => {
  expectSame(`
    call 1, pass 5, call 2, pass 1, suspend, pass 2, suspend, pass 3, call 2, pass 4, suspend, snapshot,
    abandon 1, snapshot, pass 7, snapshot, abandon 1, pass 2, snapshot, resume 0, pass 9, end`);
});

test('what is nested in the one that waits for ever goes on, and lives longer', () => {
  expectSame(`
    call 1, call 1, pass 3, call 1, suspend, suspend, suspend, pass 4, abandon 2, snapshot, pass 1,
    resume 0, call 1, pass 2, end, end, pass 5, snapshot, abandon 0, pass 5`);
});

test('sums are cleared: they are still there, as if they had begun then', () => {
  expectSame(`
    pass 2, call 1, call 2, suspend, call 1, pass 3, suspend, suspend, abandon 0, abandon 0, pass 1,
    clear, snapshot, pass 6, abandon 0, snapshot, pass 2`);
});

test('one that was parked for a while', () => {
  expectSame(`
    call 1, pass 2, park, pass 9, unpark 0, pass 4, suspend, abandon 0, pass 3, snapshot, clear, pass 2`);
});

test('told while profiling is off, and of some that began then', () => {
  expectSame(`
    call 1, pass 3, suspend, off, call 2, pass 4, suspend, call 2, suspend, abandon 0, abandon 0, pass 1,
    call 3, suspend, snapshot, on, snapshot, pass 6, snapshot, off, on, pass 2`);
});

test('forgotten while profiling was off: when it starts again all of them join late', () => {
  expectSame(`
    call 1, call 2, suspend, suspend, abandon 0, pass 4, off, forget, pass 2, on, pass 3, snapshot,
    abandon 0, pass 3`);
});

test('handed over to another thread in between', () => {
  expectSame(`
    call 1, call 1, suspend, suspend, abandon 0, pass 4, handOver, pass 2, snapshot, abandon 0, pass 3,
    snapshot, clear, pass 3`);
});

function some(weight: number, most: number, ...moves: Step[0][]) {
  return { weight, arbitrary: fc.tuple(fc.constantFrom(...moves), fc.integer({ min: 1, max: most })) };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  some(6, SITES, 'call'),
  some(20, 9, 'pass', 'suspend', 'resume', 'abandon'),
  some(5, 9, 'end', 'park', 'unpark'),
  some(2, 1, 'snapshot', 'off', 'on', 'clear', 'handOver'),
  some(1, 1, 'forget'),
);

test('whatever happens, nobody sees in a profile who has been abandoned', () => {
  fc.assert(fc.property(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), expectSameOf), {
    numRuns: 1000,
  });
});
