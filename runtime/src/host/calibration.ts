import type { Clock } from '../clock.ts';
import { createCoreProbes, type CoreProbes } from '../core-probes.ts';
import { AT, BATCH, READ, RING_WORDS } from '../log/cells.ts';
import { createLog } from '../log/log.ts';
import { Ring } from '../log/ring.ts';
import { Stamper } from '../log/stamper.ts';
import { createTokens } from '../log/tokens.ts';
import { NO_SITE } from '../events.ts';
import { createRegistry } from '../registry.ts';
import { CALL, READING, TURN } from '../replay/columns.ts';

/** Times that a thing is done between two looks at the clock, and how often all of that: at first, only to warm up. */
const REPEATS = 50;
const ROUNDS = 400;
const WARM_UP = 800;
const MOST_ROUNDS = 10_000;
/** No plain call costs more than this (ns), unless its probes are not compiled yet. */
const MOST_CALL = 5;

/** What a coroutine writes who is called, waits once, goes on and ends. */
const TURN_WORDS = 9;
/** Costs are multiples of this part of a nanosecond: so that sums of them are exact. */
const PARTS = 16;

/** Ways to do the same work: bare, in a function and in a coroutine with probes, and with a reading at each event. */
type Way = 'bare' | 'call' | 'turn' | 'timed';
const WAYS: readonly Way[] = ['bare', 'call', 'turn', 'timed'];
type Times = Record<Way, Float64Array>;

/**
 * Measures what probes cost on this machine, ns, beside some work that they can partly hide behind, as they do in a
 * program. That is the least they cost: what a program loses besides, as fewer of its functions are inlined and it does
 * not fit its caches as well, is not known.
 */
export class Calibration {
  readonly #costs: Float64Array;
  readonly #watch: Clock;
  readonly #rings: readonly OwnRing[];
  readonly #ways: Record<Way, () => void>;
  readonly #times: Times;
  #rounds = 0;
  #isSettled = false;

  /**
   * Fills in `costs` when it is done. `clock` is what events are timed with, `watch` tells the wall time that takes.
   */
  constructor(costs: Float64Array, clock: Clock, watch: Clock) {
    const dense = new OwnRing(new Stamper(clock, 'none'));
    const timed = new OwnRing(new Stamper(clock, 'all'));
    this.#rings = [dense, timed];
    this.#times = Object.fromEntries(WAYS.map((way) => [way, new Float64Array(ROUNDS)])) as Times;
    this.#costs = costs;
    this.#watch = watch;
    this.#ways = {
      bare: workOften,
      call: () => callOften(dense.probes),
      turn: () => turnOften(dense.probes),
      timed: () => callOftenTimed(timed.probes),
    };
  }

  get isDone(): boolean {
    return this.#isSettled || this.#rounds === MOST_ROUNDS;
  }

  /** Does some of it: some ten microseconds. */
  step(): void {
    for (const ring of this.#rings) ring.forget();
    for (const way of WAYS) this.#times[way][this.#rounds % ROUNDS] = this.#timeOf(this.#ways[way]);
    if (++this.#rounds % ROUNDS === 0 && this.#rounds > WARM_UP) this.#settle();
  }

  /** Does all of it: some ten milliseconds. */
  finish(): void {
    while (!this.isDone) this.step();
  }

  #timeOf(repeats: () => void): number {
    const began = this.#watch();
    repeats();
    return (this.#watch() - began) / REPEATS;
  }

  /** Believes what has been measured last, unless it must be that of code that is yet to be compiled. */
  #settle(): void {
    const [bare, call, turn] = [least(this.#times.bare), least(this.#times.call), least(this.#times.turn)];
    const perCall = rounded(call - bare);
    if (perCall > MOST_CALL) return;
    this.#isSettled = true;
    this.#costs[CALL] = perCall;
    this.#costs[TURN] = rounded((turn - bare) / TURN_WORDS);
    this.#costs[READING] = rounded((lowerQuartile(this.#times.timed) - call) / 2);
  }
}

/** Probes into a ring of their own, whose words nobody reads: it looks as if they had been. */
class OwnRing {
  readonly probes: CoreProbes;
  readonly #log = createLog();

  constructor(stamper: Stamper) {
    const tokens = createTokens();
    this.probes = createCoreProbes(this.#log, tokens, createRegistry());
    new Ring({ log: this.#log, tokens, isGenerator: () => false, stamper }).start();
  }

  forget(): void {
    const { cells } = this.#log;
    cells[READ] = cells[BATCH]! * RING_WORDS + cells[AT]!;
  }
}

let hash = 1;

/** Some ten nanoseconds, as each step waits for the last one. */
function work(): void {
  let mixed = hash;
  for (let step = 0; step < 16; step++) mixed = (mixed ^ (mixed << 5)) + step;
  hash = mixed;
}

function workOften(): void {
  for (let done = 0; done < REPEATS; done++) work();
}

function callOften({ enter, leave }: CoreProbes): void {
  for (let done = 0; done < REPEATS; done++) {
    const depth = enter(NO_SITE);
    work();
    leave(depth);
  }
}

/** The same once more: one function for both would be compiled for neither. */
function callOftenTimed({ enter, leave }: CoreProbes): void {
  for (let done = 0; done < REPEATS; done++) {
    const depth = enter(NO_SITE);
    work();
    leave(depth);
  }
}

function turnOften({ begin, suspend, resume, end }: CoreProbes): void {
  for (let done = 0; done < REPEATS; done++) {
    const token = begin(NO_SITE);
    suspend(token, null);
    work();
    resume(token, null);
    end(token);
  }
}

/** What may be done in so little time, if the program's own work hides some of it, as is usual for plain probes. */
function least(times: Float64Array): number {
  return times.sort()[0]!;
}

/** What is usual where nothing disturbs, for what cannot hide. */
function lowerQuartile(times: Float64Array): number {
  return times.sort()[times.length / 4]!;
}

function rounded(cost: number): number {
  return Math.max(0, Math.round(cost * PARTS) / PARTS);
}
