/** What a compiler has made without a source map: nothing is known of where its functions were written. */
export class Unplaced {
  readonly #without = new Set<string>();
  readonly #with = new Set<string>();

  /** A component may become several modules, of which those without any code of its own need no map. */
  note(path: string, hasMap: boolean): void {
    (hasMap ? this.#with : this.#without).add(path);
  }

  /** What is to be said at the end of a build; null: nothing. */
  complaint(nameOf: (path: string) => string | null): string | null {
    const names = [...this.#without].filter((path) => !this.#with.has(path)).map(nameOf);
    this.#without.clear();
    this.#with.clear();
    if (names.length === 0) return null;
    const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
    return `${names[0]}${more}: no probes, as one of the plugins behind the compiler makes no source map; ask for maps in its configuration`;
  }
}
