import type { Clock } from '../clock.ts';
import type { Shape } from './calibration-shapes.ts';

/** How much is measured. */
export interface Effort {
  /** Runs of a shape between two readings of the watch. */
  readonly runs: number;
  /** How often that is done before there is a median. */
  readonly rounds: number;
  /** How many medians there are at least, and when there is no end to it. */
  readonly least: number;
  readonly most: number;
  /** So many medians in a row that are no better show that code is compiled for good. */
  readonly steady: number;
}

/** Code that gets faster by more than this part was not compiled for good. */
const FASTER = 0.02;

/** Finds out what a shape's probes cost. */
export class Trial {
  readonly #shape: Shape;
  readonly #watch: Clock;
  readonly #effort: Effort;
  readonly #between: () => void;
  readonly #bare: Lap;
  readonly #probed: Lap;
  #rounds = 0;

  /** `between`: called before each run, bare or not. */
  constructor(shape: Shape, watch: Clock, effort: Effort, between: () => void = () => {}) {
    this.#between = between;
    this.#shape = shape;
    this.#watch = watch;
    this.#effort = effort;
    this.#bare = new Lap(effort.rounds);
    this.#probed = new Lap(effort.rounds);
  }

  get isDone(): boolean {
    const { rounds, least, most, steady } = this.#effort;
    const medians = Math.floor(this.#rounds / rounds);
    const isSteady = this.#bare.steady >= steady && this.#probed.steady >= steady;
    return medians >= most || (medians >= least && isSteady);
  }

  /** What the probes of one call cost, ns. */
  get cost(): number {
    return (this.#probed.usual - this.#bare.usual) / (this.#shape.calls * this.#effort.runs);
  }

  /** Measures both ways once more. */
  round(): void {
    const at = this.#rounds % this.#effort.rounds;
    this.#bare.note(at, this.#timeOf(this.#shape.bare));
    this.#probed.note(at, this.#timeOf(this.#shape.probed));
    this.#rounds++;
  }

  #timeOf(way: () => void): number {
    const began = this.#watch();
    for (let run = 0; run < this.#effort.runs; run++) {
      this.#between();
      way();
    }
    return this.#watch() - began;
  }
}

/**
 * How long one way takes as a rule: the least median of several rounds, as code only gets faster while V8 compiles it, and
 * a median bears that something else is run now and then.
 */
class Lap {
  usual = Infinity;
  /** How many medians in a row were no less. */
  steady = 0;
  readonly #times: Float64Array;

  constructor(rounds: number) {
    this.#times = new Float64Array(rounds);
  }

  note(at: number, time: number): void {
    this.#times[at] = time;
    if (at < this.#times.length - 1) return;
    const median = this.#times.sort()[this.#times.length >> 1]!;
    this.steady = median < this.usual * (1 - FASTER) ? 0 : this.steady + 1;
    this.usual = Math.min(this.usual, median);
  }
}
