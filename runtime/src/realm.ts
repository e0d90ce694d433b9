import { createCoreProbes } from './probes/core.ts';
import { createLog, type Log } from './log/log.ts';
import { createTokens, type Tokens } from './log/tokens.ts';
import { write } from './log/writer.ts';
import { createModuleProbes } from './probes/modules.ts';
import type { Parents } from './probes/parents.ts';
import type { ReturnedPromises } from './probes/promises.ts';
import type { Sampling } from './sampling/sampling.ts';
import { createRegistry, register, type Registry } from './sites/registry.ts';

/**
 * What tsprof keeps in a realm (a thread's or frame's global object): one state, however many copies of the
 * runtime are loaded into it. The first copy makes it, the others adopt it.
 */
export interface Realm {
  readonly log: Log;
  readonly tokens: Tokens;
  readonly registry: Registry;
  readonly probes: Probes;
  /** Set by the first copy of the public functions that needs one. */
  session: unknown;
  /** Set by the first instrumented module of a page (session/page.ts). */
  page: unknown;
  /** Whether the console has been told that nothing can be recorded here (session/page.ts). */
  isMute?: boolean;
  /** Set under Node where what runs later hangs below what has scheduled it (host/node/parents.ts). */
  parents?: Parents;
  /** Set under Node where promises are followed that functions return (host/node/returned-promises.ts). */
  promises?: ReturnedPromises;
  /** Set under Node by who gathers profiles in this process: takes its own in place of a file (host/node/environment-options.ts). */
  keep: unknown;
  /** Where the thread is sampled (sampling/sampling.ts): its probes then write no log. */
  sampling?: Sampling;
  /** Set under Node by a loader that is asked for memory: leads to where functions were written (host/node/memory/frames.ts). */
  frames?: unknown;
}

export type Probes = ReturnType<typeof createProbes>;

const KEY = Symbol.for('tsprof.realm');

/** Where loaders keep it: a name that a script has declared, which a program does not come across. */
declare const tsprof$realm: Realm;

/** The realm's state, made if need be. */
export const realm: Realm =
  typeof tsprof$realm === 'object'
    ? tsprof$realm
    : ((globalThis as { [KEY]?: Realm })[KEY] ?? install(createRealm()));

function install(realm: Realm): Realm {
  Object.defineProperty(globalThis, KEY, { value: realm, configurable: true });
  return realm;
}

/** A state of its own, apart from the realm's: log, coroutines, sites and the probes that write there. */
export function createRealm(): Realm {
  const log = createLog();
  const tokens = createTokens();
  const registry = createRegistry();
  const probes = createProbes(log, tokens, registry);
  compile(probes, log);
  return { log, tokens, registry, probes, session: null, page: null, keep: null };
}

/**
 * Runs the probes once, while they write nothing. A program that runs out of stack before it has ever left a function
 * would else run out of it while `leave` is being compiled, and the call would never end.
 */
function compile({ enter, leave, begin, end, suspend, resume, park, unpark, again }: Probes, log: Log): void {
  // Where nothing is read: the log begins there when it is on.
  write(log, 0, 0, 0);
  leave(enter(0));
  const token = begin(0);
  resume(token, suspend(token, null));
  unpark(token, park(token, null));
  again(token);
  end(token);
}

function createProbes(log: Log, tokens: Tokens, registry: Registry) {
  const core = createCoreProbes(log, tokens, registry);
  return {
    ...core,
    ...createModuleProbes(core, tokens, registry),
    register: register.bind(null, registry),
  };
}
