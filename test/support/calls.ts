import { expect } from 'vitest';
import type { CoreProbes } from '../../runtime/src/probes/core.ts';

/** Probes for tests that play the program: a function's end is told by its site, as its start is. */
export function byHand<T extends Pick<CoreProbes, 'enter' | 'leave'>>(probes: T) {
  const open: { site: number; depth: number }[] = [];
  return {
    ...probes,
    enter: (site: number): void => void open.push({ site, depth: probes.enter(site) }),
    leave(site: number): void {
      const ended = open.pop();
      expect(ended?.site, 'the function that ends').toBe(site);
      probes.leave(ended!.depth);
    },
  };
}
