import { cacheKey } from '../sources/cache.ts';
import type { TextCache } from '../sources/cache.ts';
import { fixedFormat } from '../sources/module-format.ts';
import type { Outcome } from './outcome.ts';
import { isOlder, stampOf } from '../sources/stamps.ts';
import type { Stamp } from '../sources/stamps.ts';
import type { TreeFile } from './tree.ts';

/** A file as it was written, and what became of it: all of it stands as long as every stamp does. */
interface Row {
  readonly kind: string;
  readonly outcome: Outcome;
  /** Of the file, its copy, the map beside that, and what else was read. */
  readonly stamps: readonly (Stamp | null)[];
}

/**
 * What the last run over the same paths wrote. By the states of files alone it tells which of them need not be
 * written again; nothing is read for that.
 */
export class LastRun {
  readonly #cache: TextCache;
  readonly #key: string;
  readonly #before: Readonly<Record<string, Row>>;
  readonly #rows: Record<string, Row> = {};
  readonly #start = Date.now();
  #isSame = true;

  /** `identity`: all that decides what is written, besides the files themselves. */
  constructor(cache: TextCache, identity: readonly unknown[]) {
    this.#cache = cache;
    this.#key = cacheKey('last run', JSON.stringify(identity));
    const text = cache.get(this.#key);
    this.#before = text === undefined ? {} : (JSON.parse(text) as Record<string, Row>);
  }

  /** What became of the file, if it and its copy are as they were then; else undefined. */
  recall(file: TreeFile, isSource: boolean): Outcome | undefined {
    const row = this.#before[file.input];
    if (row === undefined || row.kind !== kindOf(file, isSource)) return undefined;
    const isAsBefore = watched(file, row.outcome).every((path, index) => stampOf(path) === row.stamps[index]);
    if (!isAsBefore) return undefined;
    this.#rows[file.input] = row;
    return row.outcome;
  }

  /** To be called when a file has been written, or could not be. */
  note(file: TreeFile, isSource: boolean, outcome: Outcome): void {
    this.#isSame = false;
    if (outcome.failed > 0 || file.isLink) return;
    const stamps = watched(file, outcome).map(stampOf);
    const read = stamps.filter((_, index) => index !== COPY && index !== MAP);
    if (!read.every((stamp) => isOlder(stamp, this.#start))) return;
    this.#rows[file.input] = { kind: kindOf(file, isSource), outcome, stamps };
  }

  /** For the next run. */
  save(): void {
    if (this.#isSame && Object.keys(this.#before).length === Object.keys(this.#rows).length) return;
    this.#cache.put(this.#key, JSON.stringify(this.#rows));
  }
}

/** Where these stand among the paths of `watched`. */
const COPY = 1;
const MAP = 2;

/** The files whose states must not change. A copied file has no map of ours: that is not looked at. */
function watched({ input, output }: TreeFile, { instrumented, reads }: Outcome): string[] {
  return [input, output, instrumented > 0 ? `${output}.map` : output, ...reads];
}

/** What is done to the file, by what is known without looking into it. */
function kindOf({ input }: TreeFile, isSource: boolean): string {
  return isSource ? `source ${fixedFormat(input) ?? ''}` : 'other';
}
