import { Activation, ttotOf } from './virtual-activation.ts';
import { createStopwatch } from './virtual-stopwatch.ts';

/** What a function's activations have waited, and how often. */
interface Waits {
  readonly twait: number;
  readonly nsuspend: number;
}

/** Calls a method of an iterator for `me`. */
type Step = (me: Activation, iterable: object, call: () => unknown) => unknown;

type Iterator = Record<'next' | 'return' | 'throw', (value: unknown) => unknown>;

/**
 * The accounts of a generated program as the program keeps them itself, by hand-written calls where something
 * happens: an independent answer to what replay works out from the log.
 */
export class Oracle {
  /** Time while profiling is on, cleared or not. */
  readonly #now: () => number;
  readonly #stopwatch: ReturnType<typeof createStopwatch>;
  /** What the waits came to when they were last cleared. */
  #cleared: ReadonlyMap<string, Waits> = new Map();
  readonly #activations: Activation[] = [];
  /** Who is about to make a generator's body start. */
  #consumer: Activation | null = null;
  /** … of which object. */
  #consumed: unknown = null;
  /** The activations of async generators' bodies that have begun. */
  readonly #bodies = new Map<unknown, Activation>();
  /** Functions that have come to a `yield*` of a sync iterator. */
  readonly #delegating = new Set<string>();
  /** The generator whose `yield*` is about to start another one's body. */
  #delegator: Activation | null = null;
  /** … whose async `yield*`. */
  #outer: Activation | null = null;

  constructor(now: () => number) {
    this.#stopwatch = createStopwatch(now);
    this.#now = this.#stopwatch.elapsed;
    this.#stopwatch.start();
  }

  /** What the program calls; `me` is the activation that does. */
  readonly host = {
    $start: () => this.#stopwatch.start(),
    $stop: () => this.#stopwatch.stop(),
    $clear: () => void (this.#cleared = this.#sumWaits()),
    $begin: (site: string, up: unknown) => this.#begin(site, up instanceof Activation ? up : null),
    $beginGenerator: (site: string) => this.#beginGenerator(site),
    $end: (me: Activation) => me.end(this.#now()),
    $wait: <T>(me: Activation, value: T) => this.#noting(value, () => this.#wait(me)),
    $run: <T>(me: Activation, value: T) => this.#noting(value, () => me.run(this.#now())),
    $park: <T>(me: Activation, value: T) => this.#noting(value, () => me.park(this.#now())),
    $work: (me: Activation, time: number) => void (me.self += time),
    $consume: <T>(me: Activation, value: T) => this.#noting(value, () => this.#consume(me, value)),
    $delegate: <T>(me: Activation, value: T) =>
      this.#noting(value, () => {
        this.#delegating.add(me.site);
        this.#consume(me, value);
        this.#delegator = me;
      }),
    $iterate: (me: Activation, iterable: object) => this.#iterate(me, iterable, this.#step),
    $delegateAsync: (me: Activation, iterable: object) => this.#iterate(me, iterable, this.#delegatedStep),
  };

  #noting<T>(value: T, note: () => void): T {
    note();
    return value;
  }

  #wait(me: Activation): void {
    me.wait(this.#now(), this.#stopwatch.isOn());
  }

  #consume(me: Activation, object: unknown): void {
    this.#consumer = me;
    this.#consumed = object;
  }

  #begin(site: string, up: Activation | null): Activation {
    const activation = new Activation(site, up, this.#now());
    // Plain functions are alive only while they are on the stack: one further down has this one's time already.
    const isOnStack = site.startsWith('p') && this.#activations.some((a) => a.site === site && a.isAlive);
    activation.isCovered = isOnStack && activation.family !== activation;
    this.#activations.push(activation);
    return activation;
  }

  #beginGenerator(site: string): Activation {
    const activation = this.#begin(site, this.#consumer);
    this.#bodies.set(this.#consumed, activation);
    activation.delegator = this.#delegator;
    this.#delegator = null;
    activation.outer = this.#outer;
    this.#outer = null;
    return activation;
  }

  /** Stands for the operand of a `for await` or an async `yield*`. */
  #iterate(me: Activation, iterable: object, call: Step): object {
    const own = iterable as Record<symbol, () => Iterator>;
    const symbol = own[Symbol.asyncIterator] ? Symbol.asyncIterator : Symbol.iterator;
    const step = (iterator: Iterator, key: keyof Iterator) => (value: unknown) => {
      this.#consume(me, iterable);
      return call(me, iterable, () => iterator[key](value));
    };
    return {
      [symbol]: () => {
        const iterator = own[symbol]!();
        const [next, end, fail] = (['next', 'return', 'throw'] as const).map((key) => step(iterator, key));
        return { next, return: end, throw: fail };
      },
    };
  }

  /** Each call of a method is a wait. */
  readonly #step: Step = (me, _iterable, call) => {
    me.run(this.#now());
    try {
      return call();
    } finally {
      this.#wait(me);
    }
  };

  /** … which is over when the other one yields. */
  readonly #delegatedStep: Step = (me, iterable, call) => {
    me.ask(this.#now());
    const begun = this.#bodies.get(iterable);
    if (begun) begun.outer = me;
    else this.#outer = me;
    const result = call();
    this.#outer = null;
    me.waitForAnswer(this.#now(), this.#stopwatch.isOn());
    return result;
  };

  /** `name ncall/nactualcall tsub ttot twait nsuspend`, sorted by name. */
  table(): string[] {
    return [...group(this.#activations, ({ site }) => site)]
      .map(([site, list]) => this.#row(site, list))
      .sort();
  }

  /** `name twait nsuspend` of the functions that have waited since the last `$clear`, sorted. */
  waits(): string[] {
    return [...this.#sumWaits()]
      .map(([site, { twait, nsuspend }]) => {
        const before = this.#cleared.get(site);
        return [site, twait - (before?.twait ?? 0), nsuspend - (before?.nsuspend ?? 0)].join(' ');
      })
      .filter((row) => !row.endsWith(' 0 0'))
      .sort();
  }

  #sumWaits(): ReadonlyMap<string, Waits> {
    const now = this.#now();
    const sums = new Map<string, Waits>();
    for (const activation of this.#activations) {
      const { twait, nsuspend } = sums.get(activation.site) ?? { twait: 0, nsuspend: 0 };
      sums.set(activation.site, {
        twait: twait + activation.twait(now),
        nsuspend: nsuspend + activation.nsuspend,
      });
    }
    return sums;
  }

  /** nyield by name, of the functions that never hand over to a sync iterator. */
  yields(): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const { site, nyield } of this.#activations) {
      if (!this.#delegating.has(site)) sums[site] = (sums[site] ?? 0) + nyield;
    }
    return sums;
  }

  /** `caller>callee ncall`, sorted. */
  pairs(): string[] {
    const pairs = group(this.#activations, ({ site, up }) => `${up?.site ?? '[root]'}>${site}`);
    return [...pairs].map(([pair, { length }]) => `${pair} ${length}`).sort();
  }

  #row(site: string, list: readonly Activation[]): string {
    const sum = (figure: (activation: Activation) => number) =>
      list.reduce((total, activation) => total + figure(activation), 0);
    const outermost = sum((activation) => (activation.family === activation ? 1 : 0));
    const now = this.#now();
    return [
      site,
      outermost === list.length ? outermost : `${list.length}/${outermost}`,
      sum(({ self }) => self),
      ttotOf(list, now),
      sum((activation) => activation.twait(now)),
      sum(({ nsuspend }) => nsuspend),
    ].join(' ');
  }
}

function group<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const found = groups.get(key(item));
    if (found) found.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
