import type { Watched } from '../../accountant/host.ts';
import { DOZING } from '../../log/cells.ts';
import type { Log } from '../../log/log.ts';
import { noteSample, type SampleMemory } from '../../carriers/samples.ts';
import { processClock } from './clocks.ts';
import type { StuckWatch } from './stuck.ts';

/** What the accountant sees of a main thread that replays its own log: where it is, and whether it gets to its signals. */
export class MainWatch implements Watched {
  readonly log: Log;
  readonly #samples: SampleMemory;
  readonly #signals: StuckWatch;
  readonly #isReadHere: () => boolean;

  /** `isReadHere`: whether the accountant reads this log, so that there is nothing to note of it. */
  constructor(log: Log, samples: SampleMemory, signals: StuckWatch, isReadHere: () => boolean) {
    this.log = log;
    this.#samples = samples;
    this.#signals = signals;
    this.#isReadHere = isReadHere;
  }

  get isUrgent(): boolean {
    return this.#signals.isAsking;
  }

  look(): number {
    this.#signals.look();
    const isWatched = this.log.cells[DOZING] === 0 && !this.#isReadHere();
    return isWatched && noteSample(this.#samples, this.log.cells, processClock) ? 1 : 0;
  }
}
