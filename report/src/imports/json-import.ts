import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { DocumentBuilder, JsonScanner, SINGLE, finite, index, readObject } from '@tsprof/runtime/reading';
import type { Fields, Kept, ReadBudget } from '@tsprof/runtime/reading';
import { importCpuProfile } from './cpuprofile.ts';
import type { Importer } from './formats.ts';
import type { ImportOptions } from './imported.ts';
import { importSpeedscope } from './speedscope.ts';

const NUMBERS: Kept = { kind: 'column', type: 'number', rule: finite };
const ROWS: Kept = { kind: 'column', type: 'number', rule: index(Infinity, 'rows') };

const object = (fields: Readonly<Record<string, Kept>>): Kept => ({
  kind: 'object',
  fields: new Map(Object.entries(fields)),
});
const list = (items: Kept): Kept => ({ kind: 'list', items });

const NODE = object({
  ...{ id: SINGLE, parent: SINGLE, hitCount: SINGLE, children: ROWS },
  callFrame: object({ functionName: SINGLE, url: SINGLE, lineNumber: SINGLE, columnNumber: SINGLE }),
});

const SPEEDSCOPE_PROFILE = object({
  ...{ type: SINGLE, name: SINGLE, unit: SINGLE, startValue: SINGLE, endValue: SINGLE },
  ...{
    samples: list(ROWS),
    weights: NUMBERS,
    events: list(object({ type: SINGLE, frame: SINGLE, at: SINGLE })),
  },
});

/** What is kept of a document: of the two kinds that there are, all that is read. */
const KEPT = object({
  ...{ format: SINGLE, exporter: SINGLE, startTime: SINGLE, endTime: SINGLE },
  ...{ nodes: list(NODE), samples: ROWS, timeDeltas: NUMBERS },
  shared: object({ frames: list(object({ name: SINGLE, file: SINGLE, line: SINGLE, col: SINGLE })) }),
  profiles: list(SPEEDSCOPE_PROFILE),
});

/** CPU profiles of V8 and files of speedscope, which are told apart by what is in them. */
export class JsonImporter implements Importer {
  readonly #options: ImportOptions;
  readonly #budget: ReadBudget;
  readonly #builder: DocumentBuilder;
  readonly #scanner: JsonScanner;

  constructor(options: ImportOptions, budget: ReadBudget) {
    this.#options = options;
    this.#budget = budget;
    this.#builder = new DocumentBuilder(options.name, KEPT, budget);
    this.#scanner = new JsonScanner(options.name, this.#builder);
  }

  write(bytes: Uint8Array): void {
    this.#scanner.write(bytes);
  }

  end(): Profile {
    this.#scanner.end();
    const { name } = this.#options;
    const fields: Fields = readObject(this.#builder.document, `${name}: `);
    if (fields['profiles'] !== undefined) return importSpeedscope(fields, this.#options, this.#budget);
    if (fields['nodes'] !== undefined) return importCpuProfile(fields, this.#options, this.#budget);
    const isOurs = fields['format'] === 'tsprof';
    throw new ProfileError(
      isOurs
        ? `${name}: it is a profile of tsprof already`
        : `${name}: JSON, but neither a CPU profile nor of speedscope`,
    );
  }
}
