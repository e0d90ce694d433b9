import type { JsonSink } from './json-scanner.ts';
import { SINGLE } from './kept-fields.ts';
import type { Kept } from './kept-fields.ts';
import { MOST_ROWS, refuseSize } from './limits.ts';
import type { ReadBudget } from './limits.ts';
import { NumberColumn } from './number-column.ts';
import { below, refuse } from './shape.ts';

type Value = string | number | boolean | null;
type Fields = Record<string, unknown>;

/** A list or object that is being read. */
interface Frame {
  /** Null: it is dropped, and all that is in it. */
  readonly holder: unknown[] | Fields | null;
  readonly kept: Kept | null;
  /** The field of an object whose value comes next. */
  field: string;
}

const DROPPED: Frame = { holder: null, kept: null, field: '' };

/** Makes a document of those fields of it that are kept, within the limits. What is wrong is a ProfileError. */
export class DocumentBuilder implements JsonSink {
  /** The document, once it is complete. */
  document: unknown = undefined;
  wants = true;
  wantsNames = true;
  numbers: NumberColumn | null = null;
  readonly #name: string;
  readonly #root: Kept;
  readonly #budget: ReadBudget;
  readonly #column = new NumberColumn();
  readonly #frames: Frame[] = [];
  #top: Frame | undefined;

  /** `name` is what messages call the document. */
  constructor(name: string, root: Kept, budget: ReadBudget) {
    this.#name = name;
    this.#root = root;
    this.#budget = budget;
  }

  open(isList: boolean): void {
    const kept = this.#top === undefined ? this.#root : this.#keptNext();
    if (kept === null) return this.#push(DROPPED);
    this.#budget.spend('containers', 1, this.#name);
    const holder = isList ? [] : {};
    // A list of numbers takes its place when it ends.
    if (!isList || !isNumbers(kept)) this.#put(holder);
    // What is of the wrong kind stays empty: the check of the whole document will say that it is wrong.
    const fits = isList === (kept.kind === 'list' || kept.kind === 'column');
    this.#push(fits ? { holder, kept, field: '' } : DROPPED);
  }

  close(): void {
    const list = this.numbers?.take();
    this.#frames.pop();
    this.#enter(this.#frames.at(-1));
    if (list === undefined) return;
    this.#budget.spend('values', list.length, this.#name);
    this.#put(list);
  }

  field(name: string): void {
    const frame = this.#top!;
    if (frame.kept === null) return;
    this.#budget.spend('fields', 1, this.#name);
    frame.field = name;
    if (frame.kept.kind === 'record') this.#spendText(name);
    this.wants = this.#keptNext() !== null;
  }

  value(value: Value): void {
    if (typeof value === 'string') this.#spendText(value);
    else this.#budget.spend('values', 1, this.#name);
    this.#put(value);
  }

  growNumbers(): void {
    this.#column.grow(this.#place());
  }

  #push(frame: Frame): void {
    this.#frames.push(frame);
    this.#enter(frame);
  }

  #enter(frame: Frame | undefined): void {
    this.#top = frame;
    const kept = frame?.kept;
    this.wants = this.wantsNames = kept !== null;
    this.numbers = kept && isNumbers(kept) ? this.#column : null;
  }

  /** What is kept of the value that comes next. */
  #keptNext(): Kept | null {
    const { kept, field } = this.#top!;
    switch (kept?.kind) {
      case 'object':
        return kept.fields.get(field) ?? null;
      case 'list':
        return kept.items;
      case 'record':
      case 'column':
        return SINGLE;
      default:
        return null;
    }
  }

  #put(value: unknown): void {
    if (this.#top === undefined) this.document = value;
    else if (Array.isArray(this.#top.holder)) this.#append(this.#top.holder, value);
    else define(this.#top.holder!, this.#top.field, value);
  }

  #append(list: unknown[], value: unknown): void {
    const kept = this.#top!.kept!;
    if (kept.kind === 'column' && typeof value !== kept.type) {
      const row = this.numbers?.length ?? list.length;
      refuse(below(this.#place(), row), value, kept.rule.rule(value));
    }
    if (list.length === MOST_ROWS) refuseSize(this.#place(), `${MOST_ROWS} rows`);
    list.push(value);
  }

  #spendText(text: string): void {
    this.#budget.spend('texts', 1, this.#name);
    this.#budget.spend('textBytes', text.length, this.#name);
  }

  /** The way to the list or object at hand. */
  #place(): string {
    return this.#frames
      .slice(0, -1)
      .reduce(
        (place, { holder, field }) => below(place, Array.isArray(holder) ? holder.length - 1 : field),
        `${this.#name}: `,
      );
  }
}

function isNumbers(kept: Kept): boolean {
  return kept.kind === 'column' && kept.type === 'number';
}

/** A field named `__proto__` must be a field like any other. */
function define(holder: Fields, field: string, value: unknown): void {
  if (field !== '__proto__') holder[field] = value;
  else Object.defineProperty(holder, field, { value, enumerable: true, configurable: true, writable: true });
}
