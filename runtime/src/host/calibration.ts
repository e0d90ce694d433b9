import type { Clock } from '../clock.ts';
import { createCoreProbes, type CoreProbes } from '../core-probes.ts';
import { AT, STRETCH } from '../log/cells.ts';
import { createLog, setLimit } from '../log/log.ts';
import { Stamper } from '../log/stamper.ts';
import { createTokens } from '../log/tokens.ts';
import { NO_SITE } from '../events.ts';
import { createRegistry } from '../registry.ts';
import { CALL, READING, TURN } from '../replay/columns.ts';

/** Times that a thing is done between two looks at the clock, and how often all of that: most of it is to warm up. */
const REPEATS = 50;
const ROUNDS = 1000;

/** What a coroutine writes who is called, waits once, goes on and ends. */
const TURN_WORDS = 9;
/** Costs are multiples of this part of a nanosecond: so that sums of them are exact. */
const PARTS = 16;

/** Ways to do the same work: bare, in a function and in a coroutine with probes, and with a reading at each event. */
type Way = 'bare' | 'call' | 'turn' | 'timed';
const WAYS: readonly Way[] = ['bare', 'call', 'turn', 'timed'];

/**
 * Measures what probes cost on this machine, ns, beside some work that they can partly hide behind, as they do in a
 * program. That is the least they cost: what a program loses besides, as fewer of its functions are inlined and it does
 * not fit its caches as well, is not known.
 */
export class Calibration {
  readonly #costs: Float64Array;
  readonly #watch: Clock;
  readonly #ways: Record<Way, () => void>;
  readonly #least: Record<Way, number> = { bare: Infinity, call: Infinity, turn: Infinity, timed: Infinity };
  #rounds = 0;

  /**
   * Fills in `costs` when it is done. `clock` is what events are timed with, `watch` tells the wall time that takes.
   */
  constructor(costs: Float64Array, clock: Clock, watch: Clock) {
    const dense = probesInto(new Stamper(clock, 'none'));
    const stamped = probesInto(new Stamper(clock, 'all'));
    this.#costs = costs;
    this.#watch = watch;
    this.#ways = {
      bare: workOften,
      call: () => callOften(dense),
      turn: () => turnOften(dense),
      timed: () => callOftenTimed(stamped),
    };
  }

  get isDone(): boolean {
    return this.#rounds === ROUNDS;
  }

  /** Does some of it: some ten microseconds. */
  step(): void {
    for (const way of WAYS) this.#least[way] = Math.min(this.#least[way], this.#timeOf(this.#ways[way]));
    if (++this.#rounds === ROUNDS) this.#settle();
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

  /** Whatever disturbed us has only added to what was measured. */
  #settle(): void {
    const { bare, call, turn, timed } = this.#least;
    this.#costs[CALL] = rounded(call - bare);
    this.#costs[TURN] = rounded((turn - bare) / TURN_WORDS);
    this.#costs[READING] = rounded((timed - call) / 2);
  }
}

/** Probes whose words go nowhere. */
function probesInto(stamper: Stamper): CoreProbes {
  const log = createLog();
  const { isStamping } = stamper;
  log.room = (at) => {
    const next = at >= STRETCH ? 0 : at;
    return isStamping ? stamper.stamp(log, next) : next;
  };
  log.cells[AT] = 0;
  setLimit(log, STRETCH, isStamping);
  return createCoreProbes(log, createTokens(), createRegistry());
}

let hash = 1;

/** Some ten nanoseconds, each step waiting for the last one. */
function work(): void {
  let mixed = hash;
  for (let step = 0; step < 8; step++) mixed = (mixed ^ (mixed << 5)) + step;
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

function rounded(cost: number): number {
  return Math.max(0, Math.round(cost * PARTS) / PARTS);
}
