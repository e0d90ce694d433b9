import { apply } from '../intrinsics.ts';

/** So many arguments on the stack as fill a kilobyte. */
const KILOBYTE = 128;
/** More than replay needs, in kB. */
export const FOR_REPLAY = 32;
/** More than it takes to go on in another chunk of a ring. */
export const FOR_CHUNK = 8;

const paddings: Record<number, number[]> = {
  [FOR_REPLAY]: padding(FOR_REPLAY),
  [FOR_CHUNK]: padding(FOR_CHUNK),
};

function padding(kilobytes: number): number[] {
  return new Array<number>(kilobytes * KILOBYTE).fill(0);
}

/**
 * Whether so much stack is left. A probe may run at the very end of the stack, where the program is about to overflow;
 * what the probe does then must not be cut off halfway.
 */
export function hasHeadroom(kilobytes: typeof FOR_REPLAY | typeof FOR_CHUNK): boolean {
  try {
    apply(nothing, null, paddings[kilobytes]!);
    return true;
  } catch {
    return false;
  }
}

function nothing(): void {}
