import { printable } from '@tsprof/runtime/profile';
import type { Profile, SiteKind } from '@tsprof/runtime/profile';
import type { ReadBudget } from '@tsprof/runtime/reading';

/** Where a foreign file says that a function is: line 1-based (0: not known), column 0-based. */
export interface ForeignPlace {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly kind?: SiteKind;
}

const NO_FILE = -1;
const NAMELESS = '(anonymous)';

/** The functions of a foreign profile: each that differs in name or place is a site. */
export class Sites {
  readonly #fileName: string;
  readonly #budget: ReadBudget;
  readonly #ids = new Map<string, number>();
  readonly #files = new Map<string, number>();
  readonly #table = {
    name: [] as string[],
    file: [] as number[],
    line: [] as number[],
    column: [] as number[],
    kind: [] as SiteKind[],
  };

  /** `fileName` is what messages call the file. */
  constructor(fileName: string, budget: ReadBudget) {
    this.#fileName = fileName;
    this.#budget = budget;
  }

  /** The site of a function. */
  of({ name, file = '', line = 0, column = 0, kind = 'function' }: ForeignPlace): number {
    const identity = `${line} ${column} ${kind} ${name}\n${file}`;
    const known = this.#ids.get(identity);
    if (known !== undefined) return known;
    this.#budget.spend('texts', 1, this.#fileName);
    this.#budget.spend('textBytes', identity.length, this.#fileName);
    const { name: names, ...table } = this.#table;
    const id = names.push(name === '' ? NAMELESS : name) - 1;
    table.file.push(this.#fileId(file));
    table.line.push(line);
    table.column.push(column);
    table.kind.push(kind);
    this.#ids.set(identity, id);
    return id;
  }

  /** What messages call a site. */
  nameOf(site: number): string {
    return printable(this.#table.name[site]!);
  }

  tables(): Pick<Profile, 'files' | 'sites'> {
    return { files: [...this.#files.keys()], sites: this.#table };
  }

  #fileId(file: string): number {
    if (file === '') return NO_FILE;
    const id = this.#files.get(file) ?? this.#files.size;
    this.#files.set(file, id);
    return id;
  }
}
