import { createWrappers } from '../../runtime/src/probes/wrappers/index.ts';
import { unpacked } from './unpacked.ts';

/**
 * The contract between plugin and runtime (docs/internals/probes.md) as a checker: keeps the stack, and notes
 * every event that does not fit. Only the top of the stack suspends or parks, only what waits is resumed, leave
 * matches enter, and nothing is on the stack when a microtask starts.
 */

type State = 'running' | 'waiting' | 'parked' | 'ended';

interface Coroutine {
  readonly site: number;
  state: State;
  /** The coroutine whose `yield*` runs this one. */
  delegator: number;
}

interface Entry {
  readonly what: 'call' | 'coroutine' | 'module' | 'parameters';
  readonly site: number;
  readonly token: number;
}

/** What was seen, by names of sites. */
export interface Observed {
  readonly violations: string[];
  /** Number of activations by name. */
  readonly calls: Record<string, number>;
  /** Number of activations by `caller -> callee`; the root is `[root]`. */
  readonly edges: Record<string, number>;
  /** Suspensions and parks by name. */
  readonly suspended: Record<string, number>;
  readonly parked: Record<string, number>;
  /** Names of what is on the stack, innermost last. */
  stack(): string[];
  /** Forgets what happened so far; sites stay registered. */
  clear(): void;
}

export type CheckingProbes = ReturnType<typeof createCheckingProbes>['probes'];

const count = (into: Record<string, number>, key: string) => {
  into[key] = (into[key] ?? 0) + 1;
};

/** Probes that check; `microtasks: false` where the host has no microtasks to check in. */
export function createCheckingProbes({ microtasks = true } = {}) {
  const names: string[] = ['[root]'];
  const stack: Entry[] = [];
  const coroutines: Coroutine[] = [{ site: 0, state: 'ended', delegator: 0 }];
  const observed: Observed = {
    violations: [],
    calls: {},
    edges: {},
    suspended: {},
    parked: {},
    stack: () => stack.map((entry) => names[entry.site]!),
    clear() {
      observed.violations.length = 0;
      for (const table of [observed.calls, observed.edges, observed.suspended, observed.parked]) {
        for (const key of Object.keys(table)) Reflect.deleteProperty(table, key);
      }
    },
  };
  let delegating = 0;
  let started = 0;
  let isFloorPending = false;

  const violation = (message: string, site: number) => {
    observed.violations.push(`${message}: ${names[site]}, on stack ${observed.stack().join(' > ')}`);
  };

  function floor() {
    isFloorPending = false;
    const left = stack.filter((entry) => entry.what !== 'module');
    if (left.length > 0) violation('not empty in a microtask', left.at(-1)!.site);
    stack.length = 0;
  }

  /** Returns how many were on the stack before. */
  function push(entry: Entry): number {
    if (stack.length === 0 && microtasks && !isFloorPending) {
      isFloorPending = true;
      queueMicrotask(floor);
    }
    return stack.push(entry) - 1;
  }

  function call(site: number) {
    if (site === undefined || names[site] === undefined) observed.violations.push(`unknown site ${site}`);
    const caller = names[stack.at(-1)?.site ?? 0]!;
    count(observed.calls, names[site]!);
    count(observed.edges, `${caller} -> ${names[site]}`);
  }

  const isTop = (token: number) => stack.at(-1)?.token === token;
  const run = (token: number, what: 'coroutine' | 'module' = 'coroutine') => {
    const coroutine = coroutines[token]!;
    const { delegator } = coroutine;
    if (delegator !== 0 && coroutines[delegator]!.state === 'parked') run(delegator);
    coroutine.state = 'running';
    push({ what, site: coroutine.site, token });
  };

  /** The generator that has just delegated goes back on the stack, below the one that starts. */
  function adopt(): number {
    const delegator = delegating;
    delegating = 0;
    if (delegator === 0 || coroutines[delegator]!.state !== 'parked') return 0;
    run(delegator);
    return delegator;
  }

  function off(token: number, state: State, what: string) {
    const coroutine = coroutines[token]!;
    if (coroutine.state !== 'running') violation(`${what} while ${coroutine.state}`, coroutine.site);
    else if (!isTop(token)) violation(`${what} below the top`, coroutine.site);
    const at = stack.findLastIndex((entry) => entry.token === token);
    if (at >= 0) stack.length = at;
    coroutine.state = state;
    const above = stack.at(-1)?.token ?? 0;
    if (state === 'parked' && coroutine.delegator !== 0 && above === coroutine.delegator)
      off(above, state, what);
  }

  function begin(site: number, what: 'coroutine' | 'module' = 'coroutine'): number {
    started++;
    const delegator = adopt();
    call(site);
    const token = coroutines.push({ site, state: 'running', delegator }) - 1;
    push({ what, site, token });
    return token;
  }

  function end(token: number) {
    const { site, state } = coroutines[token]!;
    if (state === 'ended') violation('ends twice', site);
    else if (state !== 'running') run(token);
    else if (!isTop(token)) violation('ends below the top', site);
    if (stack.some((entry) => entry.token === token)) while (stack.pop()!.token !== token);
    coroutines[token]!.state = 'ended';
  }

  /** What was put on the stack above `depth` others ends, and is to be on top. */
  function close(what: Entry['what'], depth: number) {
    const entry = stack[depth];
    if (entry?.what !== what) violation(`${what} that is not on the stack ends`, entry?.site ?? 0);
    else if (depth !== stack.length - 1) violation(`${what} ends below the top`, entry.site);
    if (depth < stack.length) stack.length = depth;
  }

  const core = {
    enter(site: number): number {
      call(site);
      return push({ what: 'call', site, token: 0 });
    },
    leave: (depth: number): void => close('call', depth),
    begin: (site: number) => begin(site),
    end,
    suspend<T>(token: number, value: T): T {
      count(observed.suspended, names[coroutines[token]!.site]!);
      off(token, 'waiting', 'suspends');
      return value;
    },
    resume<T>(token: number, value: T): T {
      const { site, state } = coroutines[token]!;
      if (state !== 'waiting') violation(`resumes while ${state}`, site);
      else if (microtasks && stack.some((entry) => entry.what !== 'module'))
        violation('resumes on a stack', site);
      if (state !== 'running') run(token);
      return value;
    },
    park<T>(token: number, value: T): T {
      count(observed.parked, names[coroutines[token]!.site]!);
      off(token, 'parked', 'parks');
      return value;
    },
    unpark<T>(token: number, value: T): T {
      started++;
      const coroutine = coroutines[token]!;
      if (coroutine.state === 'running') {
        delegating = 0;
        if (!isTop(token)) violation('unparks below the top', coroutine.site);
        return value;
      }
      if (coroutine.state !== 'parked') violation(`unparks while ${coroutine.state}`, coroutine.site);
      if (token === delegating) delegating = 0;
      else coroutine.delegator = adopt() || coroutine.delegator;
      run(token);
      return value;
    },
    parkInList: (token: number): void => void core.park(token, 0),
    hasParkedInList: () => false,
    again<T = void>(token: number, _more?: unknown, value?: T): T {
      const { site, state } = coroutines[token]!;
      if (state === 'ended') violation('runs again after its end', site);
      else if (state !== 'running') run(token);
      else if (!isTop(token)) violation('runs again below the top', site);
      return value!;
    },
    delegated(token: number): void {
      off(token, 'parked', 'delegates');
      delegating = token;
    },
    asked: <T>(token: number, value: T): T => core.suspend(token, value),
    open: (site: number): number => push({ what: 'parameters', site, token: 0 }),
    close: (_site: number, depth: number): void => close('parameters', depth),
    lastCoroutine: () => started,
    line(depth: number): void {
      if (depth !== stack.length - 1) violation('tells of a line below the top', stack[depth]?.site ?? 0);
    },
    coroutineLine(token: number): void {
      if (!isTop(token)) violation('tells of a line below the top', coroutines[token]!.site);
    },
  };

  const probes = {
    ...core,
    ...createWrappers(core),
    register(file: string, table: string, spots: readonly number[]): number {
      const first = names.length;
      for (const { name } of unpacked(file, table, spots)) names.push(name);
      if (names.length - first !== table.split('\n').length)
        observed.violations.push(`${file}: table of unequal lengths`);
      return first;
    },
    beginModule: (site: number) => begin(site, 'module'),
    endModule: end,
  };
  return { probes, observed };
}
