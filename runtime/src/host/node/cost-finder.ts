import type { ClockName } from '../../profile/format.ts';
import type { Calibration } from '../calibration.ts';
import { noCosts } from '../../replay/costs.ts';
import { calibrationOf } from './clocks.ts';
import { CostCache } from './cost-cache.ts';

/** For so long (ms) at a time is measured: the thread has other things to do as well. */
const PIECE = 1;

/** What is used of a calibration. */
type Measurement = Pick<Calibration, 'step' | 'isDone' | 'isPlausible'>;

/**
 * Finds out what probes cost with a clock: from the cache, as far as they are known there, and by measuring as long as other
 * processes have not done so often enough, which takes some 0.15 s in all.
 */
export class CostFinder {
  readonly #costs: Float64Array;
  readonly #measured = noCosts();
  readonly #cache: CostCache | null;
  readonly #isKnown: boolean;
  #calibration: Measurement | null = null;

  /** Fills in `costs`, at once if they are known; `measurementOf`: how they are measured. */
  constructor(
    clock: ClockName,
    costs: Float64Array,
    cache = clock === 'none' ? null : new CostCache(clock),
    measurementOf: (clock: ClockName, costs: Float64Array) => Measurement | null = calibrationOf,
  ) {
    this.#costs = costs;
    this.#cache = cache;
    const known = cache?.costs ?? null;
    this.#isKnown = known !== null;
    if (known !== null) costs.set(known);
    if (cache?.isComplete === false) this.#calibration = measurementOf(clock, this.#measured);
  }

  get isDone(): boolean {
    return this.#calibration === null;
  }

  /** Measures for a millisecond. */
  work(): void {
    const until = performance.now() + PIECE;
    while (!this.isDone && performance.now() < until) this.#step();
  }

  /** Measures to the end. */
  finish(): void {
    while (!this.isDone) this.#step();
  }

  #step(): void {
    const calibration = this.#calibration!;
    calibration.step();
    if (!calibration.isDone) return;
    this.#calibration = null;
    if (!calibration.isPlausible) return;
    this.#cache!.add([...this.#measured]);
    // Within a process costs stay as they are.
    if (!this.#isKnown) this.#costs.set(this.#measured);
  }
}
