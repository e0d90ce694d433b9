import { profileName } from '../sources/select.ts';
import type { LastRun } from './last-run.ts';
import { NOTHING, total } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';
import type { TreeFile } from './tree.ts';

/** What became of a tree. */
export interface Written extends Outcome {
  /** How many files were left alone, since they stood as they should. */
  readonly untouched: number;
}

/** The outcome of each file, for the user and for the next run. */
export class Outcomes {
  readonly #lastRun: LastRun;
  readonly #progress: Progress;
  readonly #cwd: string;
  readonly #outcomes = new Map<TreeFile, Outcome>();
  readonly #maps = new Set<string>();
  #untouched = 0;

  constructor(lastRun: LastRun, progress: Progress, cwd: string) {
    this.#lastRun = lastRun;
    this.#progress = progress;
    this.#cwd = cwd;
  }

  /** Whether the file need not be written again. */
  recall(file: TreeFile, isSource: boolean): boolean {
    const outcome = this.#lastRun.recall(file, isSource);
    if (outcome === undefined) return false;
    this.#untouched++;
    this.#enter(file, outcome);
    return true;
  }

  /** To be called when a file was written. */
  note(file: TreeFile, isSource: boolean, outcome: Outcome): void {
    this.#lastRun.note(file, isSource, outcome);
    this.#enter(file, outcome);
  }

  /** Whether a file of the tree is the map of an instrumented source: ours, which leads through it, is there already. */
  isOurMap(file: TreeFile): boolean {
    if (!this.#maps.has(file.output)) return false;
    this.#enter(file, NOTHING);
    return true;
  }

  /** What became of these files, which is told in their order. */
  written(files: readonly TreeFile[]): Written {
    const outcomes = files.map((file) => this.#outcomes.get(file) ?? NOTHING);
    return { ...total(outcomes), untouched: this.#untouched };
  }

  #enter(file: TreeFile, outcome: Outcome): void {
    this.#outcomes.set(file, outcome);
    if (outcome.instrumented > 0) this.#maps.add(`${file.output}.map`);
    this.#progress.step(profileName(file.input, this.#cwd));
  }
}
