import type { Clock } from '../clock.ts';
import { createCoreProbes, type CoreProbes } from '../probes/core.ts';
import { AT, BATCH, READ, RING_WORDS } from '../log/cells.ts';
import { createLog } from '../log/log.ts';
import { Ring } from '../carriers/ring.ts';
import { Stamper } from '../carriers/stamper.ts';
import { createTokens } from '../log/tokens.ts';
import { NO_SITE } from '../events.ts';
import { createRegistry } from '../sites/registry.ts';
import { CALL, PARTS_OF_TURN, READING, TURN } from '../replay/columns.ts';

/** Times that a thing is done at a stretch, and about how long that takes, ns. */
const REPEATS = 50;
const STRETCH = 600;

/** How much is measured. */
interface Effort {
  /** Stretches between two looks at the clock. */
  readonly stretches: number;
  /** How often all of that is done before it is believed, at first only to warm up, and when there is no end to it. */
  readonly rounds: number;
  readonly warmUp: number;
  readonly most: number;
}

/** A clock tells the time of a single stretch; one that makes great steps (browsers have such) that of many. */
function effortFor(resolution: number): Effort {
  if (resolution <= STRETCH) return { stretches: 1, rounds: 400, warmUp: 800, most: 10_000 };
  return { stretches: Math.ceil((STEPS * resolution) / STRETCH), rounds: 12, warmUp: 12, most: 60 };
}

/** Reading the clock takes so many times as long as all else that is measured. */
const SLOWER = 16;
/** So many steps make a clock that is off by one step well enough. */
const STEPS = 20;
/** No plain call costs more than this (ns), unless its probes are not compiled yet. */
const MOST_CALL = 5;

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
  readonly #effort: Effort;
  #rounds = 0;
  #isSettled = false;

  /**
   * Fills in `costs` when it is done. `clock` is what events are timed with, `watch` tells the wall time that takes, in
   * steps of `resolution` ns.
   */
  constructor(costs: Float64Array, clock: Clock, watch: Clock, resolution = 0) {
    this.#effort = effortFor(resolution);
    const dense = new OwnRing(new Stamper(clock, 'none'));
    const timed = new OwnRing(new Stamper(clock, 'all'));
    this.#rings = [dense, timed];
    this.#times = Object.fromEntries(
      WAYS.map((way) => [way, new Float64Array(this.#effort.rounds)]),
    ) as Times;
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
    return this.#isSettled || this.#rounds === this.#effort.most;
  }

  /** Does some of it: some ten microseconds, or a hundred steps of the clock where these are great. */
  step(): void {
    const { rounds, warmUp } = this.#effort;
    for (const way of WAYS) this.#times[way][this.#rounds % rounds] = this.#timeOf(way);
    if (++this.#rounds % rounds === 0 && this.#rounds > warmUp) this.#settle();
  }

  /** Does all of it: some ten milliseconds. */
  finish(): void {
    while (!this.isDone) this.step();
  }

  #timeOf(way: Way): number {
    const stretches = Math.ceil(this.#effort.stretches / (way === 'timed' ? SLOWER : 1));
    const repeats = this.#ways[way];
    const began = this.#watch();
    for (let done = 0; done < stretches; done++) {
      for (const ring of this.#rings) ring.forget();
      repeats();
    }
    return (this.#watch() - began) / (REPEATS * stretches);
  }

  /** Believes what has been measured last, unless it must be that of code that is yet to be compiled. */
  #settle(): void {
    const [bare, call, turn] = [least(this.#times.bare), least(this.#times.call), least(this.#times.turn)];
    const perCall = rounded(call - bare);
    if (perCall > MOST_CALL) return;
    this.#isSettled = true;
    this.#costs[CALL] = perCall;
    this.#costs[TURN] = rounded((turn - bare) / PARTS_OF_TURN);
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
