import { createCallProbes } from './call-probes.ts';
import { createCoroutineProbes } from './coroutine-probes.ts';
import { createAbandon } from './log/abandoned.ts';
import type { Log } from './log/log.ts';
import type { Tokens } from './log/tokens.ts';
import type { Registry } from './registry.ts';

/** What instrumented code calls, save for the wrappers around iterators. See ARCHITECTURE, "The probes". */
export interface CoreProbes {
  readonly enter: (site: number) => number;
  readonly leave: (depth: number) => void;
  readonly begin: (site: number) => number;
  readonly end: (token: number) => void;
  readonly suspend: <T>(token: number, value: T) => T;
  readonly resume: <T>(token: number, value: T) => T;
  readonly park: <T>(token: number, value: T) => T;
  /** At a `yield*` that hands on without a word whatever is asked of it. */
  readonly parkQuietly: (token: number) => void;
  /** Whether there is anybody who is parked like that. */
  readonly hasQuiet: () => boolean;
  readonly unpark: <T>(token: number, value: T) => T;
  readonly again: (token: number) => void;
  readonly delegated: (token: number) => void;
  readonly asked: <T>(token: number, value: T, isReturn: boolean) => T;
  readonly open: (site: number) => number;
  readonly close: (site: number, depth: number) => void;
  /** The profiler itself is at work in the program's thread. */
  readonly pause: () => void;
  readonly goOn: () => void;
  /** The promise of this wait is gone (see `Watch`). */
  readonly abandon: (token: number, wait: number) => void;
  /** How many times a coroutine has begun or been unparked. */
  readonly lastCoroutine: () => number;
}

/** The probes that write to `log`. */
export function createCoreProbes(log: Log, tokens: Tokens, registry: Registry): CoreProbes {
  const abandon = createAbandon(log, tokens);
  return { ...createCallProbes(log), ...createCoroutineProbes(log, tokens, registry), abandon };
}
