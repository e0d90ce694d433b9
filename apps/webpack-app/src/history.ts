export interface Entry {
  readonly limit: number;
  readonly primes: number;
}

export class History implements Iterable<Entry> {
  #entries: Entry[] = [];

  constructor(private readonly list: Element) {}

  add(limit: number, primes: number): void {
    this.#entries.push({ limit, primes });
    const item = document.createElement('li');
    item.textContent = `${limit}: ${primes}`;
    this.list.append(item);
  }

  *[Symbol.iterator](): Iterator<Entry> {
    for (const entry of this.#entries) yield entry;
  }
}
