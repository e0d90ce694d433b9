import type { Profile } from '@tsprof/runtime/profile';
import { refuseSize } from '@tsprof/runtime/reading';
import type { ReadBudget } from '@tsprof/runtime/reading';
import type { Importer } from './formats.ts';
import type { ImportOptions } from './imported.ts';
import { joined } from './joined.ts';

const MIB = 2 ** 20;
const MOST_MIB = 256;

/** Keeps a file until all of it is there. */
export class WholeFile implements Importer {
  readonly #options: ImportOptions;
  readonly #budget: ReadBudget;
  readonly #read: (bytes: Uint8Array, options: ImportOptions, budget: ReadBudget) => Profile;
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  constructor(
    options: ImportOptions,
    budget: ReadBudget,
    read: (bytes: Uint8Array, options: ImportOptions, budget: ReadBudget) => Profile,
  ) {
    this.#options = options;
    this.#budget = budget;
    this.#read = read;
  }

  /** What is given is used again by who gives it. */
  write(bytes: Uint8Array): void {
    this.#size += bytes.length;
    if (this.#size > MOST_MIB * MIB) refuseSize(this.#options.name, `${MOST_MIB} MiB of a binary file`);
    this.#pieces.push(bytes.slice());
  }

  end(): Profile {
    const bytes = joined(this.#pieces);
    // There is no need for both while it is read.
    this.#pieces.length = 0;
    return this.#read(bytes, this.#options, this.#budget);
  }
}
