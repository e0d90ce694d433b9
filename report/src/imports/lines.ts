import { ProfileError } from '@tsprof/runtime/profile';
import { MOST_TOKEN, refuseSize } from '@tsprof/runtime/reading';

/** Cuts text that comes in pieces of UTF-8 into lines, and numbers them. */
export class Lines {
  readonly #name: string;
  readonly #take: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #number = 0;

  /** `name` is what messages call the file. */
  constructor(name: string, take: (line: string) => void) {
    this.#name = name;
    this.#take = take;
  }

  write(bytes: Uint8Array): void {
    this.#cut(this.#decoder.decode(bytes, { stream: true }));
  }

  end(): void {
    this.#cut(`${this.#decoder.decode()}\n`);
  }

  /** Throws the one line that says what is wrong with the line at hand. */
  refuse(complaint: string): never {
    throw new ProfileError(`${this.#name}: line ${this.#number}: ${complaint}`);
  }

  #cut(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop()!;
    if (this.#rest.length > MOST_TOKEN) refuseSize(this.#name, `${MOST_TOKEN} characters in one line`);
    for (const line of lines) {
      this.#number++;
      this.#take(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
  }
}

/** A number of 0 or more, as text formats have it; NaN where it is none. */
export function amountIn(text: string): number {
  // Nearly all of them.
  if (/^\d+$/.test(text)) return Number(text);
  return /^\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : NaN;
}
