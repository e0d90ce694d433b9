import { ProfileError } from './error.ts';
import { numberEnd, numberIn } from './json-number.ts';
import { MOST_DEPTH, MOST_TOKEN, refuseSize } from './limits.ts';
import type { NumberColumn } from './number-column.ts';

/** What takes the values of a document as they come. A text or number may be dropped without being looked into. */
export interface JsonSink {
  /** Whether the value that comes next is wanted. */
  readonly wants: boolean;
  /** Whether the fields' names are, of the object at hand; else they come as ''. */
  readonly wantsNames: boolean;
  /** Where numbers go in place of `value`, while a list of numbers is read. */
  readonly numbers: NumberColumn | null;
  /** Makes room for more numbers. */
  growNumbers(): void;
  open(isList: boolean): void;
  close(): void;
  field(name: string): void;
  value(value: string | number | boolean | null): void;
}

/** What may come next. */
const START = 0;
const VALUE = 1;
/** A value, or the end of the list. */
const FIRST_VALUE = 2;
/** A field's name, or the end of the object. */
const FIRST_NAME = 3;
const NAME = 4;
const COLON = 5;
/** A comma, or the end of the list or object. */
const COMMA = 6;
const END = 7;

const EXPECTED = [
  'an object',
  'a value',
  "a value or ']'",
  "a name or '}'",
  'a name',
  "':'",
  "',' or the end of a list or object",
  'nothing more',
];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** A token goes on behind the bytes that there are. */
const UNFINISHED = -1;

/**
 * Reads a JSON document that comes in pieces, and tells a sink of its values; memory does not grow with the document.
 * Written for this purpose because well-kept streaming parsers take 60 times as long as `JSON.parse` for long lists of
 * numbers, and the runtime has no dependencies.
 */
export class JsonScanner {
  readonly #name: string;
  readonly #sink: JsonSink;
  readonly #isList = new Uint8Array(MOST_DEPTH + 1);
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #depth = 0;
  #state = START;
  /** The beginning of a token whose end has not come yet. */
  #carried: Uint8Array | null = null;
  /** Room for that and the bytes that come next; it is used again and again. */
  #joined = new Uint8Array(0);
  /** How many bytes came before those at hand. */
  #before = 0;

  /** `name` is what messages call the document. */
  constructor(name: string, sink: JsonSink) {
    this.#name = name;
    this.#sink = sink;
  }

  /** Reads the next bytes. What is no JSON is a ProfileError. */
  write(chunk: Uint8Array): void {
    const bytes = this.#carried === null ? chunk : this.#join(this.#carried, chunk);
    this.#carried = null;
    let at = 0;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09) at++;
      else {
        const next = this.#token(bytes, at, byte);
        if (next === UNFINISHED) return this.#carry(bytes, at);
        at = next;
      }
    }
    this.#before += bytes.length;
  }

  /** Says that there is nothing more. A document without an end is a ProfileError. */
  end(): void {
    if (this.#state === START && this.#carried === null) this.#refuse('the file is empty');
    if (this.#state !== END) this.#refuse('the file is cut short: its JSON has no end');
  }

  #join(first: Uint8Array, second: Uint8Array): Uint8Array {
    const length = first.length + second.length;
    if (this.#joined.length < length) this.#joined = new Uint8Array(length);
    this.#joined.set(first);
    this.#joined.set(second, first.length);
    return this.#joined.subarray(0, length);
  }

  #carry(bytes: Uint8Array, at: number): void {
    if (bytes.length - at > MOST_TOKEN) refuseSize(this.#name, `${MOST_TOKEN} bytes in one text`);
    this.#carried = bytes.slice(at);
    this.#before += at;
  }

  /** Reads the token that begins here; returns where it ends. */
  #token(bytes: Uint8Array, at: number, byte: number): number {
    if (this.#state === START) return this.#start(at, byte);
    switch (byte) {
      case QUOTE:
        return this.#text(bytes, at);
      case 0x2c: // ,
        if (this.#state !== COMMA) this.#unexpected(bytes, at);
        this.#state = this.#isList[this.#depth] === 1 ? VALUE : NAME;
        return at + 1;
      case 0x3a: // :
        if (this.#state !== COLON) this.#unexpected(bytes, at);
        this.#state = VALUE;
        return at + 1;
      case 0x5b: // [
      case 0x7b: // {
        this.#expectValue(bytes, at);
        this.#open(byte === 0x5b);
        return at + 1;
      case 0x5d: // ]
      case 0x7d: // }
        this.#close(bytes, at, byte === 0x5d);
        return at + 1;
      default:
        this.#expectValue(bytes, at);
        return isLetter(byte) ? this.#literal(bytes, at) : this.#numbers(bytes, at);
    }
  }

  /** Only an object can be a profile, so nothing else is read further. A byte order mark may come before it. */
  #start(at: number, byte: number): number {
    const offset = this.#before + at;
    if (offset < 3 && byte === [0xef, 0xbb, 0xbf][offset]) return at + 1;
    if (byte === 0x7b) {
      this.#open(false);
      return at + 1;
    }
    const isJson = byte === 0x5b || byte === QUOTE || byte === 0x2d || (byte >= 0x30 && byte <= 0x39);
    return this.#refuse(`not a tsprof profile: ${isJson ? 'the document is no object' : 'it is not JSON'}`);
  }

  #open(isList: boolean): void {
    if (++this.#depth > MOST_DEPTH)
      refuseSize(this.#name, `${MOST_DEPTH} lists and objects within each other`);
    this.#isList[this.#depth] = isList ? 1 : 0;
    this.#state = isList ? FIRST_VALUE : FIRST_NAME;
    this.#sink.open(isList);
  }

  #close(bytes: Uint8Array, at: number, isList: boolean): void {
    const isEnd = this.#state === COMMA || this.#state === (isList ? FIRST_VALUE : FIRST_NAME);
    if (!isEnd || (this.#isList[this.#depth] === 1) !== isList) this.#unexpected(bytes, at);
    this.#state = --this.#depth === 0 ? END : COMMA;
    this.#sink.close();
  }

  #expectValue(bytes: Uint8Array, at: number): void {
    if (this.#state !== VALUE && this.#state !== FIRST_VALUE) this.#unexpected(bytes, at);
  }

  #text(bytes: Uint8Array, at: number): number {
    const isName = this.#state === NAME || this.#state === FIRST_NAME;
    if (!isName) this.#expectValue(bytes, at);
    let end = at + 1;
    let isPlain = true;
    for (; end < bytes.length && bytes[end] !== QUOTE; end++) {
      if (bytes[end] === BACKSLASH) {
        isPlain = false;
        end++;
      } else if (bytes[end]! < SPACE) this.#unexpected(bytes, end);
    }
    if (end >= bytes.length) return UNFINISHED;
    const isWanted = isName ? this.#sink.wantsNames : this.#sink.wants;
    const text = isWanted ? this.#decode(bytes, at, end, isPlain) : '';
    if (isName) this.#sink.field(text);
    else if (isWanted) this.#sink.value(text);
    this.#state = isName ? COLON : COMMA;
    return end + 1;
  }

  #decode(bytes: Uint8Array, start: number, end: number, isPlain: boolean): string {
    if (isPlain) return this.#decoder.decode(bytes.subarray(start + 1, end));
    try {
      return JSON.parse(this.#decoder.decode(bytes.subarray(start, end + 1))) as string;
    } catch {
      return this.#unexpected(bytes, start);
    }
  }

  #literal(bytes: Uint8Array, at: number): number {
    const word = bytes[at] === 0x66 ? 'false' : bytes[at] === 0x74 ? 'true' : 'null';
    for (let index = 0; index < word.length; index++) {
      if (at + index === bytes.length) return UNFINISHED;
      if (bytes[at + index] !== word.charCodeAt(index)) this.#unexpected(bytes, at);
    }
    this.#state = COMMA;
    if (this.#sink.wants) this.#sink.value(word === 'null' ? null : word === 'true');
    return at + word.length;
  }

  /** Reads numbers for as long as one follows another, with nothing but a comma in between. */
  #numbers(bytes: Uint8Array, start: number): number {
    const sink = this.#sink;
    const { numbers } = sink;
    const isInList = this.#isList[this.#depth] === 1;
    for (let at = start; ;) {
      const end = numberEnd(bytes, at);
      if (end === bytes.length) return at === start ? UNFINISHED : this.#expecting(VALUE, at);
      if (end === at) {
        if (at === start) this.#unexpected(bytes, at);
        return this.#expecting(VALUE, at);
      }
      if (sink.wants) {
        const value = numberIn(bytes, at, end);
        if (Number.isNaN(value)) this.#unexpected(bytes, at);
        if (numbers === null) sink.value(value);
        else {
          if (numbers.length === numbers.cells.length) sink.growNumbers();
          numbers.cells[numbers.length++] = value;
        }
      }
      if (!isInList || bytes[end] !== 0x2c) return this.#expecting(COMMA, end);
      at = end + 1;
    }
  }

  #expecting(state: number, at: number): number {
    this.#state = state;
    return at;
  }

  #unexpected(bytes: Uint8Array, at: number): never {
    const byte = bytes[at]!;
    const found = byte > SPACE && byte < 0x7f ? String.fromCharCode(byte) : `byte ${byte}`;
    const place = `at byte ${this.#before + at}`;
    return this.#refuse(`not valid JSON: ${place} stands ${found}, but ${EXPECTED[this.#state]} is expected`);
  }

  #refuse(complaint: string): never {
    throw new ProfileError(`${this.#name}: ${complaint}`);
  }
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
