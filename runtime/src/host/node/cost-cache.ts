import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClockName } from '../../profile/format.ts';
import { COSTS } from '../../replay/columns.ts';
import { GENERATOR } from '../../version.ts';
import { cacheDirectory } from './files/cache-folder.ts';
import { replaceFile } from './files/replace.ts';

/** No probe costs as much as that, ns: what says so has been spoilt. */
const MOST = 100_000;
/** So many processes measure what probes cost; from then on the medians count. One that was disturbed does no harm. */
const ENOUGH = 5;

/**
 * What probes cost on this machine with this engine, this version of tsprof and this clock, kept from one process to the next
 * in a file of the user's cache. A cache that cannot be read or written is as good as none.
 */
export class CostCache {
  readonly #file: string;
  #found: readonly Costs[];

  /** `directory`: the cache's; by default that of the user. */
  constructor(clock: ClockName, directory = cacheDirectory(process.env)) {
    const machine = [arch(), cpus()[0]?.model, cpus().length, process.version, process.versions.v8];
    const key = JSON.stringify([GENERATOR, COSTS, ...machine, clock]);
    this.#file = join(directory, 'costs', createHash('sha256').update(key).digest('hex'));
    this.#found = read(this.#file);
  }

  /** Whether there is no need to measure any more. */
  get isComplete(): boolean {
    return this.#found.length >= ENOUGH;
  }

  /** Costs as far as they are known; null: nothing is. */
  get costs(): Costs | null {
    const found = this.#found;
    return found.length === 0 ? null : found[0]!.map((_, kind) => median(found.map((costs) => costs[kind]!)));
  }

  /** Adds what this process has measured. */
  add(costs: Costs): void {
    this.#found = [...read(this.#file), costs].slice(-ENOUGH);
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      replaceFile(this.#file, JSON.stringify(this.#found));
    } catch {
      // The next process measures once more.
    }
  }
}

/** ns, by kind (replay/columns.ts). */
type Costs = readonly number[];

function read(file: string): readonly Costs[] {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(found) && found.every(areCosts) ? found : [];
  } catch {
    return [];
  }
}

const areCosts = (found: unknown): found is Costs =>
  Array.isArray(found) && found.length === COSTS && found.every(isCost);

const isCost = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= MOST;

/** The middle one; of an even number, the lower of the two. */
const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[(values.length - 1) >> 1]!;
