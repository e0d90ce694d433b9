import type { ReadBudget } from '@tsprof/runtime/reading';
import { Lines, amountIn } from './lines.ts';

/** What a file says of a function; costs in the order of `events`. */
export interface CallgrindFunction {
  readonly file: string;
  readonly name: string;
  /** The first line that is named: of its own cost, else of where it is called to; 0 where there is none. */
  line: number;
  readonly own: number[];
  /** The functions that it calls. */
  calls: Map<CallgrindFunction, CallgrindCalls> | null;
}

/** The calls from one function to another: how many, and their inclusive cost. */
export interface CallgrindCalls {
  count: number;
  readonly cost: number[];
}

const MOST_EVENTS = 64;
/** A position that is a number, or how far it is from the last one. */
const POSITION = /^(?:[+-]?\d+|0x[\da-f]+|\*)$/i;
const FIELD = /^([a-z]+)[=:]\s*(.*)$/;
const BLANKS = /\s+/;
const COMPRESSED = /^\((\d+)\)(?:\s+(.*))?$/;

/** Reads the format line by line, as callgrind_annotate does: a function is known by its file and its name. */
export class CallgrindParser {
  readonly functions: CallgrindFunction[] = [];
  events: readonly string[] = [];
  creator = '';
  readonly #name: string;
  readonly #budget: ReadBudget;
  readonly #lines: Lines;
  readonly #byName = new Map<string, CallgrindFunction>();
  readonly #files = new Map<string, string>();
  readonly #functionNames = new Map<string, string>();
  #positions: readonly string[] = ['line'];
  #line = 0;
  #file = '';
  #calledFile: string | null = null;
  #function: CallgrindFunction | null = null;
  #called: CallgrindFunction | null = null;
  /** So many calls are what the next line has the cost of; 0: it is the function's own. */
  #count = 0;

  constructor(name: string, budget: ReadBudget) {
    this.#name = name;
    this.#budget = budget;
    this.#lines = new Lines(name, (line) => this.#take(line.trim()));
  }

  write(bytes: Uint8Array): void {
    this.#lines.write(bytes);
  }

  end(): void {
    this.#lines.end();
  }

  #take(line: string): void {
    if (line === '' || line.startsWith('#')) return;
    const [, key, value] = (isCost(line) ? null : FIELD.exec(line)) ?? [];
    if (key === undefined) this.#cost(line.split(BLANKS));
    else this.#field(key, value!);
  }

  #field(key: string, value: string): void {
    switch (key) {
      case 'creator':
        this.creator = value;
        return;
      case 'positions':
        this.#positions = value.split(/\s+/);
        return;
      case 'events':
        this.events = this.#eventNames(value);
        return;
      case 'fl':
      case 'fi':
      case 'fe':
        this.#file = this.#text(this.#files, value);
        // What was inlined into a function from another file is one of that file.
        if (key !== 'fl' && this.#function !== null)
          this.#function = this.#of(this.#file, this.#function.name);
        return;
      case 'fn':
        this.#function = this.#of(this.#file, this.#text(this.#functionNames, value));
        return;
      case 'cfi':
      case 'cfl':
        this.#calledFile = this.#text(this.#files, value);
        return;
      case 'cfn':
        this.#called = this.#of(this.#calledFile ?? this.#file, this.#text(this.#functionNames, value));
        this.#calledFile = null;
        return;
      case 'calls':
        return this.#calls(value.split(/\s+/));
      default:
      // Objects, jumps, and what is said of the whole.
    }
  }

  #eventNames(value: string): readonly string[] {
    const names = value.split(/\s+/);
    return names.length > MOST_EVENTS ? this.#lines.refuse(`more than ${MOST_EVENTS} events`) : names;
  }

  /** A name, or a number that stands for it; where both are given, the number stands for it from then on. */
  #text(table: Map<string, string>, value: string): string {
    const [, id, name] = COMPRESSED.exec(value) ?? [];
    if (id === undefined) return value;
    if (name === undefined) return table.get(id) ?? this.#lines.refuse(`there is no name (${id}) yet`);
    if (!table.has(id)) this.#spend(name);
    table.set(id, name);
    return name;
  }

  #of(file: string, name: string): CallgrindFunction {
    const key = `${file}\n${name}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    this.#spend(key);
    const added = { file, name, line: 0, own: this.events.map(() => 0), calls: null };
    this.#byName.set(key, added);
    this.functions.push(added);
    return added;
  }

  #spend(text: string): void {
    this.#budget.spend('texts', 1, this.#name);
    this.#budget.spend('textBytes', text.length, this.#name);
  }

  #calls([count = '', ...target]: readonly string[]): void {
    this.#count = amountIn(count);
    if (!Number.isSafeInteger(this.#count)) this.#lines.refuse(`calls=${count} is no number of calls`);
    const line = Number(target[this.#positions.indexOf('line')] ?? 0);
    if (this.#called === null) this.#lines.refuse('calls= without cfn= before it');
    if (this.#called.line === 0 && Number.isSafeInteger(line) && line > 0) this.#called.line = line;
  }

  #cost(words: readonly string[]): void {
    if (this.#function === null || this.events.length === 0)
      this.#lines.refuse('a cost stands before the events or before any function');
    this.#budget.spend('values', words.length, this.#name);
    const line = this.#position(words.slice(0, this.#positions.length));
    const costs = words.slice(this.#positions.length).map((word) => this.#amount(word));
    if (this.#count === 0) {
      if (this.#function.line === 0) this.#function.line = line;
      add(this.#function.own, costs);
      return;
    }
    const calls = this.#callsOf(this.#function, this.#called!);
    calls.count += this.#count;
    add(calls.cost, costs);
    this.#count = 0;
  }

  #callsOf(caller: CallgrindFunction, callee: CallgrindFunction): CallgrindCalls {
    caller.calls ??= new Map();
    let calls = caller.calls.get(callee);
    if (calls === undefined) {
      this.#budget.spend('containers', 1, this.#name);
      caller.calls.set(callee, (calls = { count: 0, cost: this.events.map(() => 0) }));
    }
    return calls;
  }

  /** The line of a position; the same as before where there is none. */
  #position(words: readonly string[]): number {
    if (!words.every((word) => POSITION.test(word)))
      this.#lines.refuse(`${JSON.stringify(words.join(' ').slice(0, 40))} is no line of a callgrind file`);
    const at = this.#positions.indexOf('line');
    const word = words[at];
    if (word === undefined) return 0;
    if (word !== '*') this.#line = /^[+-]/.test(word) ? this.#line + Number(word) : Number(word);
    return this.#line > 0 && Number.isSafeInteger(this.#line) ? this.#line : 0;
  }

  #amount(word: string): number {
    const amount = word.startsWith('0x') ? Number(word) : amountIn(word);
    return Number.isNaN(amount)
      ? this.#lines.refuse(`${JSON.stringify(word.slice(0, 40))} is no cost`)
      : amount;
  }
}

/** Most lines are costs: they begin with a position. */
function isCost(line: string): boolean {
  const first = line.charCodeAt(0);
  // Digits, `+`, `-` and `*`.
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2a;
}

/** Costs at the end may be left out. */
function add(sums: number[], costs: readonly number[]): void {
  for (let at = 0; at < sums.length && at < costs.length; at++) sums[at]! += costs[at]!;
}
