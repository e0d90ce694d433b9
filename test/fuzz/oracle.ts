import { types } from 'node:util';
import { createStopwatch } from '../support/virtual-stopwatch.ts';
import { Activation } from './activation.ts';
import { countWaits, pairs, table, waitsSince, yields } from './figures.ts';
import { standIn, type Missing, type Step } from './iteration.ts';

/**
 * The accounts of a generated program as the program keeps them itself, by hand-written calls where something
 * happens: an independent answer to what replay works out from the log.
 */
export class Oracle {
  /** Every call of the program's to the oracle, with time, tick and values. */
  readonly trace: string[] = [];
  /** Time while profiling is on, cleared or not. */
  readonly #now: () => number;
  #users = 1;
  readonly #stopwatch: ReturnType<typeof createStopwatch>;
  /** When sums were last cleared, and how many waits there had been of each function by then. */
  #clearedAt = 0;
  #cleared: ReadonlyMap<string, number> = new Map();
  /** Those that were on the stack when profiling last started, as far as they are plain functions: not known any more. */
  readonly #unknown = new Set<Activation>();
  /** Who really called an activation. */
  readonly #callers = new Map<Activation, Activation | null>();
  readonly #activations: Activation[] = [];
  /** Plain functions' activations that have not ended, by site. */
  readonly #plain = new Map<string, Set<Activation>>();
  /** Those whose parameters are being evaluated. */
  readonly #opening: Activation[] = [];
  /** Who is about to make a generator's body start. */
  #consumer: Activation | null = null;
  /** … of which object. */
  #consumed: unknown = null;
  /** The activations of async generators' bodies that have begun. */
  readonly #bodies = new Map<unknown, Activation>();
  /** Functions that have come to a `yield*` of a sync generator. */
  readonly #delegating = new Set<string>();
  /** … of another iterator. */
  readonly #delegatingForeign = new Set<string>();
  /** One of the program's functions has come to a `yield*` of something that is no generator. */
  #handsOnUnseen = false;
  /** The generator whose `yield*` is about to start another one's body. */
  #delegator: Activation | null = null;
  /** … whose async `yield*`. */
  #outer: Activation | null = null;

  readonly #when: () => string;

  constructor(now: () => number, tick: () => number) {
    this.#when = () => `${now()}.${tick()}`;
    this.#stopwatch = createStopwatch(now);
    this.#now = this.#stopwatch.elapsed;
    this.#stopwatch.start();
    for (const [name, call] of Object.entries(this.#calls)) {
      this.host[name] = (...args: never[]) => {
        this.#tell(name, args);
        return (call as (...args: never[]) => unknown)(...args);
      };
    }
    const noop = (args: readonly unknown[]) => this.#tell('$noop', args);
    // It is constructed, too.
    this.host['$noop'] = function (...args: unknown[]) {
      noop(args);
    };
  }

  /** What the program calls. */
  readonly host: Record<string, unknown> = {};

  /** … `me` is the activation that does. */
  readonly #calls = {
    $start: () => this.#start(),
    $stop: () => this.#stop(),
    $clear: () => this.#clear(),
    /** What comes of a promise. */
    $heard: (promise: Promise<unknown> | undefined) =>
      void promise?.then(
        (value) => this.#tell('fulfilled', [value]),
        () => this.#tell('rejected', []),
      ),
    $keep: <T>(list: T[], generator: T) => this.#noting(generator, () => list.push(generator)),

    $enter: (site: string, up: unknown) => this.#enter(site, up),
    $begin: (site: string, up: unknown) => this.#begin(site, up),
    $beginGenerator: (site: string) => this.#beginGenerator(site),
    $end: (me: Activation) => this.#end(me),

    $open: (site: string, up: Activation, isPlain: boolean) =>
      this.#open(isPlain ? this.#enter(site, up) : this.#begin(site, up)),
    $openGenerator: (site: string, up: Activation) => {
      const parameters = this.#open(this.#enter(site, up));
      parameters.isCall = false;
      return parameters;
    },
    $opened: () => void this.#opening.pop(),
    $invoke: (called: (...args: unknown[]) => unknown, ...args: unknown[]) => this.#invoke(called, args),

    $wait: <T>(me: Activation, value: T) => this.#noting(value, () => this.#wait(me)),
    $run: <T>(me: Activation, value: T) => this.#noting(value, () => me.run(this.#now())),
    $park: <T>(me: Activation, value: T) => this.#noting(value, () => me.park(this.#now())),
    $work: (me: Activation, time: number) => void (me.self += time),
    $consume: <T>(me: Activation, value: T) => this.#noting(value, () => this.#consume(me, value)),
    $delegate: <T>(me: Activation, value: T) =>
      this.#noting(value, () => {
        this.#delegating.add(me.site);
        this.#consume(me, value);
        const begun = this.#bodies.get(value);
        if (begun === undefined) this.#delegator = me;
        else if (!begun.isEnded) me.delegateTo(begun, this.#now());
      }),
    $delegateArray: <T>(me: Activation, value: T) =>
      this.#noting(value, () => {
        this.#handsOnUnseen = true;
        me.park(this.#now());
      }),

    $each: (me: Activation, source: object) =>
      Array.isArray(source) ? source : standIn(source, this.#called(me, source), () => undefined),
    $iterate: (me: Activation, source: object) =>
      standIn(source, this.#awaited(me, source), this.#missing(me, false)),
    $iterateDelegated: (me: Activation, source: object) =>
      standIn(source, this.#awaited(me, source), this.#missing(me, true)),
    $delegateForeign: (me: Activation, source: object) => {
      this.#handsOnUnseen = true;
      this.#delegatingForeign.add(me.site);
      return standIn(source, this.#parked(me, source), () => me.run(this.#now()));
    },
    $delegateAsync: (me: Activation, source: object) =>
      standIn(source, this.#handedOn(me, source), this.#missing(me, true)),
    /** What `await using` declares: its disposer is called by `me`, which waits for what that returns. */
    $resource: (me: Activation, own: Partial<AsyncDisposable & Disposable>) => this.#resource(me, own),
    /** … where there is none to dispose of. */
    $nothing: (me: Activation) => ({
      [Symbol.dispose]: () => {
        me.run(this.#now());
        this.#wait(me);
      },
    }),
  };

  #tell(name: string, args: readonly unknown[]): void {
    this.trace.push(`${this.#when()} ${name} ${args.map(printed).join(' ')}`);
  }

  #noting<T>(value: T, note: () => unknown): T {
    note();
    return value;
  }

  #wait(me: Activation): void {
    me.wait(this.#now(), this.#stopwatch.isOn());
  }

  /** What was open when profiling was off and is no coroutine may have ended unseen: it is known no more. */
  #start(): void {
    this.#users++;
    if (this.#stopwatch.isOn()) return;
    for (const list of this.#plain.values()) for (const activation of list) this.#unknown.add(activation);
    this.#stopwatch.start();
  }

  /** … until all who have started it have stopped it. */
  #stop(): void {
    if (this.#users > 0) this.#users--;
    if (this.#users === 0) this.#stopwatch.stop();
  }

  /** While profiling is off everything is forgotten; what is alive when it starts is known from then on. */
  #clear(): void {
    this.#clearedAt = this.#now();
    this.#cleared = countWaits(this.#activations);
    if (this.#stopwatch.isOn()) return;
    for (const activation of this.#activations) if (!activation.isEnded) activation.orphan();
  }

  /** Who has called what begins now, as far as a profiler knows: what begins while it is off is called by nobody. */
  #knownCaller(caller: Activation | null): Activation | null {
    if (!this.#stopwatch.isOn()) return null;
    while (caller !== null && this.#unknown.has(caller)) caller = this.#callers.get(caller) ?? null;
    return caller;
  }

  #consume(me: Activation, object: unknown): void {
    this.#consumer = me;
    this.#consumed = object;
  }

  #begin(site: string, up: unknown): Activation {
    const caller = up instanceof Activation ? up : null;
    const activation = new Activation(site, this.#knownCaller(caller), this.#now());
    this.#callers.set(activation, caller);
    this.#activations.push(activation);
    return activation;
  }

  /** Plain functions are alive only while they are on the stack: one further down has this one's time already. */
  #enter(site: string, up: unknown): Activation {
    const activation = this.#begin(site, up);
    const alive = this.#plain.get(site) ?? new Set();
    activation.isCovered = alive.size > 0 && !activation.isOutermost;
    this.#plain.set(site, alive.add(activation));
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

  #end(me: Activation): void {
    me.end(this.#now());
    this.#plain.get(me.site)?.delete(me);
  }

  #open(activation: Activation): Activation {
    this.#opening.push(activation);
    return activation;
  }

  /** A function whose parameters throw has ended when its caller goes on. */
  #invoke(called: (...args: unknown[]) => unknown, args: readonly unknown[]): unknown {
    const before = this.#opening.length;
    try {
      return called(...args);
    } finally {
      for (const activation of this.#opening.splice(before)) this.#end(activation);
    }
  }

  #resource(me: Activation, own: Partial<AsyncDisposable & Disposable>): object {
    if (own[Symbol.asyncDispose] !== undefined)
      return {
        [Symbol.asyncDispose]: () => {
          me.run(this.#now());
          const result = own[Symbol.asyncDispose]!();
          this.#wait(me);
          return result;
        },
      };
    return {
      [Symbol.dispose]: () => {
        me.run(this.#now());
        try {
          own[Symbol.dispose]!();
        } finally {
          this.#wait(me);
        }
      },
    };
  }

  /** The engine calls a method of `source` for `me`, which runs. */
  #called(me: Activation, source: object): Step {
    return (call) => {
      me.run(this.#now());
      this.#consume(me, source);
      return call();
    };
  }

  /** … and waits for what comes of it. */
  #awaited(me: Activation, source: object): Step {
    const step = this.#called(me, source);
    return (call) => {
      try {
        return step(call);
      } finally {
        this.#wait(me);
      }
    };
  }

  /** … and hands it to its consumer. */
  #parked(me: Activation, source: object): Step {
    const step = this.#called(me, source);
    return (call) => {
      const result = step(call);
      me.park(this.#now());
      return result;
    };
  }

  /** … and waits until another async generator yields. */
  #handedOn(me: Activation, source: object): Step {
    return (call) => {
      me.ask(this.#now());
      this.#consume(me, source);
      const begun = this.#bodies.get(source);
      if (begun) begun.outer = me;
      else this.#outer = me;
      const result = call();
      this.#outer = null;
      me.waitForAnswer(this.#now(), this.#stopwatch.isOn());
      return result;
    };
  }

  /** Where a sync iterator is iterated asynchronously, the engine waits for what it makes up in a method's place. */
  #missing(me: Activation, delegating: boolean): Missing {
    return (key, isAsync) => {
      me.run(this.#now());
      if (!isAsync || (delegating && key === 'return')) this.#wait(me);
    };
  }

  table(): string[] {
    return table(this.#activations, this.#now());
  }

  /** Since the last `$clear`. */
  waits(): string[] {
    return waitsSince(this.#clearedAt, this.#cleared, this.#activations, this.#now());
  }

  /**
   * `yield*` of an array counts as one yield however long it is, and what a foreign iterator says last looks like one.
   * Such a function's delegators may count more, so they are left out where there is one.
   */
  yields(): Record<string, number> {
    const isExact = (site: string) =>
      !this.#delegatingForeign.has(site) && !(this.#handsOnUnseen && this.#delegating.has(site));
    return yields(this.#activations.filter(({ site }) => isExact(site)));
  }

  pairs(): string[] {
    return pairs(this.#activations, this.#now());
  }
}

/** What can be told of a value without running anybody's code. */
function printed(value: unknown): string {
  if (value instanceof Activation) return value.site;
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (types.isProxy(value)) return 'proxy';
  const part = (key: string) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown;
  return Object.hasOwn(value, 'done') ? `{ ${String(part('done'))} ${printed(part('value'))} }` : 'object';
}
