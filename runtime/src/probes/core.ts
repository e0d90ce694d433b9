import type { WrappedProbes } from './wrappers/wrapped-probes.ts';
import { createCallProbes } from './calls.ts';
import { createCoroutineProbes } from './coroutines.ts';
import type { Parents } from './parents.ts';
import type { ReturnedPromises } from './promises.ts';
import type { Log } from '../log/log.ts';
import type { Tokens } from '../log/tokens.ts';
import type { Registry } from '../sites/registry.ts';

/**
 * What instrumented code calls, save for the wrappers around iterators. See docs/internals/probes.md. `place`: the number
 * of an await or yield among those of its function, by default the first.
 */
export interface CoreProbes {
  readonly enter: (site: number) => number;
  readonly leave: (depth: number) => void;
  readonly begin: (site: number) => number;
  readonly end: (token: number) => void;
  readonly suspend: <T>(token: number, value: T, place?: number) => T;
  readonly resume: <T>(token: number, value: T) => T;
  readonly park: <T>(token: number, value: T, place?: number) => T;
  readonly unpark: <T>(token: number, value: T) => T;
  /** `more`: what is known of it besides, as a kind of event on top of AGAIN. */
  readonly again: (token: number, more?: number) => void;
}

/** What all probes of a realm write to. */
export interface ProbeMemory {
  readonly log: Log;
  readonly tokens: Tokens;
  readonly registry: Registry;
}

/** A realm (realm.ts), as far as its probes know it. */
export interface ProbesRealm extends ProbeMemory {
  readonly probes: CoreProbes & Record<'beginModule', (site: number) => number>;
  readonly parents?: Parents;
  readonly promises?: ReturnedPromises;
  readonly sampling?: { wrapped(probes: WrappedProbes): WrappedProbes };
}

/** The probes that write to `log`. */
export function createCoreProbes(log: Log, tokens: Tokens, registry: Registry): CoreProbes {
  return { ...createCallProbes(log), ...createCoroutineProbes(log, tokens, registry) };
}
