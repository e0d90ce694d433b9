import { AT, DEPTH } from '../log/cells.ts';

/** How far a log has got, as another thread sees it. */
export interface CursorSample {
  readonly at: number;
  /** Activations on the stack by then, or a little later. */
  readonly depth: number;
}

/** In dense code the cursor moves while it is read. */
const TRIES = 4;

/**
 * Where the writer is; null where it is too fast for that. (It moves the depth before the cursor when an activation
 * starts, and after it when one ends. Who sees a depth that is not that of the cursor sees one that is too great.)
 */
export function sampleCursor(cells: Int32Array): CursorSample | null {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const at = Atomics.load(cells, AT);
    const depth = Atomics.load(cells, DEPTH);
    if (Atomics.load(cells, AT) === at) return { at, depth };
  }
  return null;
}
