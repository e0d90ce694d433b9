import { ProfileError } from '@tsprof/runtime/profile';

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;
const MOST_VARINT = 10;
/** So many bytes of seven bits a float holds exactly. */
const EXACT_VARINT = 7;

/** Takes a field of a message: a number, or where its bytes are. */
export type TakeField = (field: number, value: number, start: number, end: number) => void;

/**
 * Walks through messages without making objects of them: a hostile file of a few MB may say that it has a hundred million, for
 * which the library that we write the format with takes all memory (and quadratic time for a number of many bytes).
 */
export class Protobuf {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  readonly #utf8 = new TextDecoder();
  #at = 0;

  /** `name` is what messages call the file. */
  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  refuse(complaint: string): never {
    throw new ProfileError(`${this.#name}: no profile of pprof's: ${complaint}`);
  }

  /** Tells of the fields of the message in these bytes, in their order. */
  fields(start: number, end: number, take: TakeField): void {
    for (let at = start; at < end;) {
      this.#at = at;
      const tag = this.#varint(end);
      const [field, type] = [Math.floor(tag / 8), tag % 8];
      if (type === VARINT) take(field, this.#varint(end), 0, 0);
      else if (type === DELIMITED) {
        const size = this.#varint(end);
        const from = this.#at;
        if (!(size >= 0 && from + size <= end)) this.refuse(`at byte ${at}, a field has no end`);
        this.#at = from + size;
        const next = this.#at;
        take(field, 0, from, next);
        this.#at = next;
      } else if (type === FIXED64 || type === FIXED32) this.#at += type === FIXED64 ? 8 : 4;
      else this.refuse(`at byte ${at}, a field of type ${type}`);
      at = this.#at;
    }
  }

  /** The numbers of a field: those in its bytes, or the one that it is. */
  numbers(value: number, start: number, end: number, take: (value: number) => void): void {
    if (end === 0) return take(value);
    this.#at = start;
    while (this.#at < end) take(this.#varint(end));
  }

  text(start: number, end: number): string {
    return this.#utf8.decode(this.#bytes.subarray(start, end));
  }

  /** A signed number of 64 bits; beyond 2^53 to what a float holds. */
  #varint(end: number): number {
    let value = 0;
    const start = this.#at;
    for (let scale = 1; this.#at < end && this.#at - start < MOST_VARINT; scale *= 128) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return this.#at - start > EXACT_VARINT ? this.#large(start) : value;
    }
    return this.refuse(`at byte ${start}, a number has no end`);
  }

  /** What a float would have lost the last digits of, or the sign. */
  #large(start: number): number {
    let value = 0n;
    for (let at = this.#at - 1; at >= start; at--) value = (value << 7n) | BigInt(this.#bytes[at]! & 0x7f);
    return Number(BigInt.asIntN(64, value));
  }
}
