import { Buffer } from 'node:buffer';

/** What Python's marshal is given here. A tuple is a list; a number that Python is to have as a float is in a `Float`. */
export type Marshalled = string | number | Float | readonly Marshalled[] | Dictionary;
export type Dictionary = ReadonlyMap<Marshalled, Marshalled>;

/** A number that Python is to have as a float, whole or not. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

const INT_LIMIT = 2 ** 31;
/** Python keeps long numbers in digits of 15 bits. */
const DIGIT = 2 ** 15;
const FIRST_SIZE = 2 ** 16;

/** The value as Python's `marshal` writes it (in version 0, which all versions read). */
export function marshal(value: Marshalled): Uint8Array {
  const writer = new Writer();
  writer.write(value);
  return writer.bytes();
}

class Writer {
  #buffer = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  write(value: Marshalled): void {
    if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'number') this.#whole(value);
    else if (value instanceof Float) this.#float(value.value);
    else if (value instanceof Map) this.#dictionary(value);
    else this.#tuple(value as readonly Marshalled[]);
  }

  #dictionary(value: Dictionary): void {
    this.#type('{', 0);
    for (const [key, item] of value) {
      this.write(key);
      this.write(item);
    }
    this.#type('0', 0);
  }

  #tuple(items: readonly Marshalled[]): void {
    this.#sized('(', items.length, 0);
    for (const item of items) this.write(item);
  }

  #text(text: string): void {
    const size = Buffer.byteLength(text);
    this.#sized('u', size, size);
    this.#length += this.#buffer.write(text, this.#length);
  }

  #whole(value: number): void {
    if (value < INT_LIMIT) return this.#sized('i', value, 0);
    const digits: number[] = [];
    for (let rest = value; rest > 0; rest = Math.floor(rest / DIGIT)) digits.push(rest % DIGIT);
    this.#sized('l', digits.length, 2 * digits.length);
    for (const digit of digits) this.#length = this.#buffer.writeUInt16LE(digit, this.#length);
  }

  #float(value: number): void {
    this.#type('g', 8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  #sized(type: string, size: number, after: number): void {
    this.#type(type, 4 + after);
    this.#length = this.#buffer.writeInt32LE(size, this.#length);
  }

  /** Writes the letter of a type, and makes room for so many bytes behind it. */
  #type(type: string, after: number): void {
    const needed = this.#length + 1 + after;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
      this.#buffer.copy(larger);
      this.#buffer = larger;
    }
    this.#buffer[this.#length++] = type.charCodeAt(0);
  }
}
