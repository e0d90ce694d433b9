import { CLOSE, NO_SITE, OPEN } from '../events.ts';
import { DEPTH } from '../log/cells.ts';
import type { Log } from '../log/log.ts';
import { writeDown } from '../log/stack-writer.ts';

/** The profiler itself is at work in the program's thread, from `pause` to `goOn`: that is no function's time. */
export interface Pauses {
  readonly pause: () => void;
  readonly goOn: () => void;
}

/** Those of this log. Loaders that make a program wait call them; programs do not. */
export function createPauses(log: Log): Pauses {
  const tell = (kind: number) => writeDown(log, kind, log.cells[DEPTH]!, NO_SITE, log.cells[DEPTH]!);
  return { pause: () => tell(OPEN), goOn: () => tell(CLOSE) };
}
