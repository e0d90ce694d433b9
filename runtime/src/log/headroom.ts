import { apply } from '../intrinsics.ts';

/** Arguments that fill 64 kB of stack: more than replay needs. */
const PADDING = new Array<number>(8192).fill(0);

/**
 * Whether there is stack left for replay. A probe may run at the very end of the stack, where the program is about
 * to overflow; replay must not be cut off halfway.
 */
export function hasHeadroom(): boolean {
  try {
    apply(nothing, null, PADDING);
    return true;
  } catch {
    return false;
  }
}

function nothing(): void {}
