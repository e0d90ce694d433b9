import type { Clock } from '../clock.ts';
import { CALL, CALL_LEAST, CALL_MOST, PARTS_OF_TURN, READING, TURN } from '../replay/columns.ts';
import { CALL_SHAPES, OwnRing, readingShape, turnShape, type Shape } from './calibration-shapes.ts';
import { Trial, type Effort } from './trial.ts';

/** About how long a shape takes, ns. */
const LENGTH = 600;
/** So many steps make a clock that is off by one step well enough. */
const STEPS = 20;

/** A clock tells the time of a single run of a shape; one that makes great steps (browsers have such) that of many. */
function effortFor(resolution: number): Effort {
  if (resolution <= LENGTH) return { runs: 1, rounds: 100, least: 25, most: 100, steady: 12 };
  return { runs: Math.ceil((STEPS * resolution) / LENGTH), rounds: 4, least: 3, most: 12, steady: 2 };
}

/** No plain call costs as much (ns), unless its probes are not compiled yet: all cores may be taken. */
const MOST_CALL = 40;

/** Costs are multiples of this part of a nanosecond: so that sums of them are exact. */
const PARTS = 16;

/**
 * Measures what probes cost on this machine, ns: in small programs of several shapes (calibration-shapes.ts), of which the average
 * counts. That is what a program of average functions loses by its probes, the functions that are no longer inlined included.
 */
export class Calibration {
  readonly #costs: Float64Array;
  readonly #ring: OwnRing;
  readonly #calls: readonly Trial[];
  readonly #turn: Trial;
  readonly #others: readonly Trial[];
  readonly #reading: Trial;

  /**
   * Fills in `costs` when it is done. `clock` is what events are timed with, `watch` tells the wall time that takes, in
   * steps of `resolution` ns.
   */
  constructor(costs: Float64Array, clock: Clock, watch: Clock, resolution = 0) {
    this.#costs = costs;
    this.#ring = new OwnRing(clock);
    const effort = effortFor(resolution);
    const { probes } = this.#ring;
    // Many runs write more than there is room for.
    const forget = (): void => this.#ring.forget();
    const trialOf = (shape: Shape): Trial => new Trial(shape, watch, effort, forget);
    this.#calls = CALL_SHAPES.map((shapeOf) => trialOf(shapeOf(probes)));
    this.#turn = trialOf(turnShape(probes));
    this.#others = [...this.#calls, this.#turn];
    this.#reading = trialOf(readingShape(this.#ring));
  }

  get isDone(): boolean {
    return this.#others.every(({ isDone }) => isDone) && this.#reading.isDone;
  }

  /** Once it is done: whether what was measured may be believed. Costs are none otherwise. */
  get isPlausible(): boolean {
    return this.#calls.every(({ cost }) => cost <= MOST_CALL);
  }

  /** Does some of it: some ten microseconds, or many steps of the clock where these are great. */
  step(): void {
    // Events with times come first, as they do in programs, which start slowly; then all others by turns: V8 compiles some while
    // the rest run.
    for (const trial of this.#reading.isDone ? this.#others : [this.#reading]) trial.round();
    if (this.isDone) this.#settle();
  }

  /** Does all of it: some 150 milliseconds. */
  finish(): void {
    while (!this.isDone) this.step();
  }

  #settle(): void {
    if (!this.isPlausible) return;
    const calls = this.#calls.map(({ cost }) => cost);
    this.#costs[CALL] = rounded(mean(calls));
    this.#costs[CALL_LEAST] = rounded(Math.min(...calls));
    this.#costs[CALL_MOST] = rounded(Math.max(...calls));
    this.#costs[TURN] = rounded(this.#turn.cost / PARTS_OF_TURN);
    this.#costs[READING] = rounded(this.#reading.cost);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(cost: number): number {
  return Math.max(0, Math.round(cost * PARTS) / PARTS);
}
