import { ProfileError } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';

/** A value as Python marshalled it, as far as profiles have them: dictionaries are lists of pairs. */
export type Unmarshalled = string | number | bigint | null | readonly Unmarshalled[];

/** What one has that is referred to later. */
const REFERRED = 0x80;
const MOST_DEPTH = 16;
/** Python keeps long numbers in digits of 15 bits. */
const DIGIT_BITS = 15n;
const MOST_DIGITS = 8;

const letter = (text: string): number => text.charCodeAt(0);

/** Reads a value that Python's `marshal` wrote, in any of its versions. What is broken, or no profile, is a ProfileError. */
export function unmarshal(bytes: Uint8Array, name: string, budget: ReadBudget): Unmarshalled {
  const reader = new Reader(bytes, name, budget);
  const value = reader.value(0);
  return value === END ? reader.refuse('it ends where a value is expected') : value;
}

/** Ends a dictionary. */
const END = Symbol('end');

class Reader {
  readonly #bytes: DataView;
  readonly #name: string;
  readonly #budget: ReadBudget;
  readonly #refs: Unmarshalled[] = [];
  readonly #utf8 = new TextDecoder();
  #at = 0;

  constructor(bytes: Uint8Array, name: string, budget: ReadBudget) {
    this.#bytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#name = name;
    this.#budget = budget;
  }

  refuse(complaint: string): never {
    throw new ProfileError(`${this.#name}: no profile of Python's: at byte ${this.#at}, ${complaint}`);
  }

  value(depth: number): Unmarshalled | typeof END {
    if (depth > MOST_DEPTH) this.refuse('values are too deep within each other');
    this.#budget.spend('values', 1, this.#name);
    const code = this.#byte();
    const type = code & ~REFERRED;
    if (type === letter('0')) return END;
    if (type === letter('r'))
      return this.#refs[this.#size(4)] ?? this.refuse('there is no value to refer to');
    // A value has its number before those that are in it.
    const ref = (code & REFERRED) === 0 ? null : this.#refs.push(null) - 1;
    const value = this.#content(type, depth);
    if (ref !== null) this.#refs[ref] = value;
    return value;
  }

  #content(type: number, depth: number): Unmarshalled {
    switch (String.fromCharCode(type)) {
      case 'N':
        return null;
      case 'F':
        return 0;
      case 'T':
        return 1;
      case 'i':
        return this.#bytes.getInt32(this.#skip(4), true);
      case 'I':
        return this.#bytes.getBigInt64(this.#skip(8), true);
      case 'l':
        return this.#long();
      case 'g':
        return this.#bytes.getFloat64(this.#skip(8), true);
      case 'f':
        return Number(this.#text(this.#byte()));
      case 'z':
      case 'Z':
        return this.#text(this.#byte());
      case 'a':
      case 'A':
      case 'u':
      case 't':
      case 's':
        return this.#text(this.#size(4));
      case ')':
        return this.#items(this.#byte(), depth);
      case '(':
      case '[':
        return this.#items(this.#size(4), depth);
      case '{':
        return this.#dictionary(depth);
      default:
        return this.refuse(`a value of a kind that profiles do not have (${type})`);
    }
  }

  #items(count: number, depth: number): Unmarshalled {
    this.#budget.spend('containers', 1, this.#name);
    const items: Unmarshalled[] = [];
    while (items.length < count) items.push(this.#item(depth));
    return items;
  }

  #dictionary(depth: number): Unmarshalled {
    this.#budget.spend('containers', 1, this.#name);
    const pairs: Unmarshalled[] = [];
    for (;;) {
      const key = this.value(depth + 1);
      if (key === END) return pairs;
      this.#budget.spend('containers', 1, this.#name);
      pairs.push([key, this.#item(depth)]);
    }
  }

  #item(depth: number): Unmarshalled {
    const value = this.value(depth + 1);
    return value === END ? this.refuse('a value is missing') : value;
  }

  #long(): number | bigint {
    const size = this.#bytes.getInt32(this.#skip(4), true);
    const digits = Math.abs(size);
    if (digits > MOST_DIGITS) this.refuse('a number is too large');
    let value = 0n;
    for (let digit = 0; digit < digits; digit++)
      value |= BigInt(this.#bytes.getUint16(this.#skip(2), true)) << (DIGIT_BITS * BigInt(digit));
    return size < 0 ? -value : value;
  }

  #text(size: number): string {
    const start = this.#skip(size);
    this.#budget.spend('texts', 1, this.#name);
    this.#budget.spend('textBytes', size, this.#name);
    const { buffer, byteOffset } = this.#bytes;
    return this.#utf8.decode(new Uint8Array(buffer, byteOffset + start, size));
  }

  #byte(): number {
    return this.#bytes.getUint8(this.#skip(1));
  }

  #size(bytes: 4): number {
    const size = this.#bytes.getInt32(this.#skip(bytes), true);
    return size < 0 ? this.refuse('a size is below 0') : size;
  }

  /** Where the next so many bytes begin. */
  #skip(count: number): number {
    const start = this.#at;
    if (start + count > this.#bytes.byteLength) this.refuse('the file is cut short');
    this.#at += count;
    return start;
  }
}
