import { CONTEXT, SCHEDULE } from '../events.ts';
import { AT, DEPTH, GROUND } from './cells.ts';
import type { Log } from './log.ts';
import { write } from './writer.ts';

/** Tells a log on whose behalf the event loop calls (replay/contexts.ts). Contexts are numbers, of which 0 is none. */
export class ContextWriter {
  readonly #log: Log;
  /** The context that replay has been told of last. */
  #told = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Whether there is anything on the stack that profiling knows of. */
  get isCalled(): boolean {
    const { cells } = this.#log;
    return cells[DEPTH] !== cells[GROUND];
  }

  /** What the event loop calls from now on is called on behalf of this context. */
  enter(context: number): void {
    if (context !== this.#told && this.#write(CONTEXT, context)) this.#told = context;
  }

  /** What is on top of the stack schedules something that will run in this context; with an empty stack, the context entered does. */
  schedule(context: number, isLate: boolean): void {
    if (this.isCalled || this.#told !== 0) this.#write(SCHEDULE, context * 2 + (isLate ? 1 : 0));
  }

  /** Returns whether profiling is on. */
  #write(kind: number, payload: number): boolean {
    const { cells } = this.#log;
    if (cells[AT]! < 0) return false;
    cells[AT] = write(this.#log, kind, cells[DEPTH]!, payload);
    return true;
  }
}
