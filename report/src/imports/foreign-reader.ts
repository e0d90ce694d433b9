import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { ReadBudget } from '@tsprof/runtime/reading';
import { HEAD, IMPORT_FORMATS, formatOf } from './formats.ts';
import type { Importer } from './formats.ts';
import type { ImportOptions } from './imported.ts';
import { joined } from './joined.ts';

/** Reads a foreign file, unzipped, that comes in pieces: in the given format, or in what its first bytes say. */
export class ForeignReader {
  readonly #options: ImportOptions;
  readonly #format: string | undefined;
  #budget: ReadBudget | null = null;
  #head: Uint8Array = new Uint8Array(0);
  #importer: Importer | null = null;

  constructor(options: ImportOptions, format: string | undefined) {
    this.#options = options;
    this.#format = format;
  }

  write(bytes: Uint8Array): void {
    if (this.#importer !== null) return this.#pass(bytes);
    this.#head = this.#head.length === 0 ? bytes.slice() : joined([this.#head, bytes]);
    if (this.#head.length >= HEAD) this.#begin();
  }

  end(): Profile {
    if (this.#importer === null) this.#begin();
    return this.#importer!.end();
  }

  #begin(): void {
    const { name } = this.#options;
    if (this.#head.length === 0) throw new ProfileError(`${name}: the file is empty`);
    const { limits, importer } = IMPORT_FORMATS[this.#format ?? formatOf(this.#head.subarray(0, HEAD))]!;
    this.#budget = new ReadBudget(limits);
    this.#importer = importer(this.#options, this.#budget);
    this.#pass(this.#head);
  }

  #pass(bytes: Uint8Array): void {
    this.#budget!.spend('bytes', bytes.length, this.#options.name);
    this.#importer!.write(bytes);
  }
}
