/** The timeline of a running program, which grows: what is new is asked for, and kept. */
export class LiveTimeline {
  readonly #url: string;
  readonly #ask: (url: string) => Promise<Response>;
  #known: Blob = new Blob([]);

  constructor(url: string, ask: (url: string) => Promise<Response>) {
    this.#url = url;
    this.#ask = ask;
  }

  /** All that has been written by now; null where nothing has been since the last time. */
  async grown(name: string): Promise<File | null> {
    const before = this.#known.size;
    let size = -1;
    while (size < this.#known.size) {
      size = this.#known.size;
      const answered = await this.#ask(this.#url + String(size));
      this.#known = new Blob([this.#known, await answered.blob()]);
    }
    return this.#known.size === before ? null : new File([this.#known], name);
  }
}
