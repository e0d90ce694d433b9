import { Activation, ttotOf } from './virtual-activation.ts';

type Iterator = Record<'next' | 'return' | 'throw', (value: unknown) => unknown>;

/**
 * The accounts of a generated program as the program keeps them itself, by hand-written calls where something
 * happens: an independent answer to what replay works out from the log.
 */
export class Oracle {
  readonly #now: () => number;
  readonly #activations: Activation[] = [];
  /** Who is about to make a generator's body start. */
  #consumer: Activation | null = null;
  /** Functions that have come to a `yield*`. */
  readonly #delegating = new Set<string>();
  /** The generator whose `yield*` is about to start another one's body. */
  #delegator: Activation | null = null;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What the program calls; `me` is the activation that does. */
  readonly host = {
    $begin: (site: string, up: unknown) => this.#begin(site, up instanceof Activation ? up : null),
    $beginGenerator: (site: string) => this.#beginGenerator(site),
    $end: (me: Activation) => me.end(this.#now()),
    $wait: <T>(me: Activation, value: T) => this.#noting(value, () => me.wait(this.#now())),
    $run: <T>(me: Activation, value: T) => this.#noting(value, () => me.run(this.#now())),
    $park: <T>(me: Activation, value: T) => this.#noting(value, () => me.park(this.#now())),
    $work: (me: Activation, time: number) => void (me.self += time),
    $consume: <T>(me: Activation, value: T) => this.#noting(value, () => (this.#consumer = me)),
    $delegate: <T>(me: Activation, value: T) =>
      this.#noting(value, () => {
        this.#delegating.add(me.site);
        this.#consumer = this.#delegator = me;
      }),
    $iterate: (me: Activation, iterable: object) => this.#iterate(me, iterable),
  };

  #noting<T>(value: T, note: () => void): T {
    note();
    return value;
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
    activation.delegator = this.#delegator;
    this.#delegator = null;
    return activation;
  }

  /** Stands for the operand of a `for await` or an async `yield*`: each call of a method is a wait. */
  #iterate(me: Activation, iterable: object): object {
    const own = iterable as Record<symbol, () => Iterator>;
    const symbol = own[Symbol.asyncIterator] ? Symbol.asyncIterator : Symbol.iterator;
    const step = (iterator: Iterator, key: keyof Iterator) => (value: unknown) => {
      me.run(this.#now());
      this.#consumer = me;
      try {
        return iterator[key](value);
      } finally {
        me.wait(this.#now());
      }
    };
    return {
      [symbol]: () => {
        const iterator = own[symbol]!();
        const [next, end, fail] = (['next', 'return', 'throw'] as const).map((key) => step(iterator, key));
        return { next, return: end, throw: fail };
      },
    };
  }

  /** `name ncall/nactualcall tsub ttot twait nsuspend`, sorted by name. */
  table(): string[] {
    return [...group(this.#activations, ({ site }) => site)]
      .map(([site, list]) => this.#row(site, list))
      .sort();
  }

  /** nyield by name, of the functions that never hand over to another generator. */
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
