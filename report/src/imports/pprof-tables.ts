import type { ReadBudget } from '@tsprof/runtime/reading';
import { Protobuf } from './protobuf.ts';

/** Numbers of the fields of a profile. */
const PROFILE = {
  ...{ sampleType: 1, sample: 2, location: 4, function: 5, text: 6 },
  ...{ started: 9, duration: 10, comment: 13, defaultType: 14 },
} as const;

export interface PprofFunction {
  readonly name: number;
  readonly systemName: number;
  readonly file: number;
  readonly startLine: number;
}

/** A line of a location: the innermost one comes first, where functions were inlined. */
export interface PprofLine {
  readonly function: number;
  readonly line: number;
  readonly column: number;
}

/** A place in the program: without lines where nothing is known but its address. */
export interface PprofLocation {
  readonly address: number;
  readonly lines: readonly PprofLine[];
}

/** All of a profile but its samples, of which there is where they are. Texts are rows of `texts`. */
export interface PprofTables {
  readonly file: Protobuf;
  readonly texts: readonly string[];
  readonly types: readonly { readonly type: number; readonly unit: number }[];
  readonly defaultType: number;
  readonly comments: readonly number[];
  /** ns since 1970. */
  readonly started: number;
  readonly functions: ReadonlyMap<number, PprofFunction>;
  readonly locations: ReadonlyMap<number, PprofLocation>;
  /** Where samples are: two numbers each. */
  readonly samples: readonly number[];
}

/** Reads them. */
export function readTables(bytes: Uint8Array, name: string, budget: ReadBudget): PprofTables {
  const file = new Protobuf(bytes, name);
  const tables = {
    ...{ file, texts: [] as string[], types: [] as { type: number; unit: number }[] },
    ...{ defaultType: 0, comments: [] as number[], started: 0 },
    functions: new Map<number, PprofFunction>(),
    locations: new Map<number, PprofLocation>(),
    samples: [] as number[],
  };
  const reader = new MessageReader(file);
  file.fields(0, bytes.length, (field, value, start, end) => {
    budget.spend('values', 1, name);
    switch (field) {
      case PROFILE.sampleType:
        tables.types.push(reader.valueType(start, end));
        return;
      case PROFILE.sample:
        budget.spend('containers', 1, name);
        tables.samples.push(start, end);
        return;
      case PROFILE.location:
        budget.spend('containers', 1, name);
        tables.locations.set(...reader.location(start, end));
        return;
      case PROFILE.function:
        budget.spend('containers', 1, name);
        tables.functions.set(...reader.function(start, end));
        return;
      case PROFILE.text:
        budget.spend('texts', 1, name);
        budget.spend('textBytes', end - start, name);
        tables.texts.push(file.text(start, end));
        return;
      case PROFILE.started:
        tables.started = value;
        return;
      case PROFILE.comment:
        return file.numbers(value, start, end, (comment) => void tables.comments.push(comment));
      case PROFILE.defaultType:
        tables.defaultType = value;
        return;
      default:
    }
  });
  return tables;
}

class MessageReader {
  readonly #file: Protobuf;

  constructor(file: Protobuf) {
    this.#file = file;
  }

  valueType(start: number, end: number): { type: number; unit: number } {
    const [, type, unit] = this.#numbers(start, end, 3);
    return { type: type!, unit: unit! };
  }

  function(start: number, end: number): [number, PprofFunction] {
    const [, id, name, systemName, file, startLine] = this.#numbers(start, end, 6);
    return [id!, { name: name!, systemName: systemName!, file: file!, startLine: startLine! }];
  }

  location(start: number, end: number): [number, PprofLocation] {
    let [id, address] = [0, 0];
    const lines: PprofLine[] = [];
    this.#file.fields(start, end, (field, value, from, to) => {
      if (field === 1) id = value;
      if (field === 3) address = value;
      if (field !== 4) return;
      const [, called, line, column] = this.#numbers(from, to, 4);
      lines.push({ function: called!, line: line!, column: column! });
    });
    return [id, { address, lines }];
  }

  /** The numbers of a message by their fields, of which there are so many. */
  #numbers(start: number, end: number, count: number): readonly number[] {
    const numbers = new Array<number>(count).fill(0);
    this.#file.fields(start, end, (field, value) => {
      if (field < count) numbers[field] = value;
    });
    return numbers;
  }
}

/** A sample: locations from the innermost on, values in the order of `types`, and labels with a text. */
export interface PprofSample {
  readonly locations: readonly number[];
  readonly values: readonly number[];
  readonly labels: ReadonlyMap<number, number>;
}

/** The samples of a profile, one after the other. */
export function* samplesOf(
  { file, samples }: PprofTables,
  name: string,
  budget: ReadBudget,
): Iterable<PprofSample> {
  for (let at = 0; at < samples.length; at += 2) {
    const locations: number[] = [];
    const values: number[] = [];
    const labels = new Map<number, number>();
    const spend = () => budget.spend('values', 1, name);
    file.fields(samples[at]!, samples[at + 1]!, (field, value, start, end) => {
      if (field === 1 || field === 2) {
        const list = field === 1 ? locations : values;
        file.numbers(value, start, end, (number) => {
          spend();
          list.push(number);
        });
      }
      if (field !== 3) return;
      spend();
      const label = { key: 0, text: 0 };
      file.fields(start, end, (part, number) => {
        if (part === 1) label.key = number;
        if (part === 2) label.text = number;
      });
      labels.set(label.key, label.text);
    });
    yield { locations, values, labels };
  }
}
