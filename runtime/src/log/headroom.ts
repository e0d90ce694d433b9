const LEVELS = 40;

/**
 * Whether there is stack left for replay. A probe may run at the very end of the stack, where the program is about
 * to overflow; replay must not be cut off halfway.
 */
export function hasHeadroom(): boolean {
  try {
    return descend(LEVELS) === LEVELS;
  } catch {
    return false;
  }
}

function descend(levels: number): number {
  return levels === 0 ? 0 : 1 + descend(levels - 1);
}
