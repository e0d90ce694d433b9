interface Answer {
  readonly id: number;
  readonly primes: number;
}

/** Asks a worker; each question has its own promise. */
export class Counter {
  private readonly waiting = new Map<number, (primes: number) => void>();
  private asked = 0;

  constructor(private readonly worker: Worker) {
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.settle(data));
  }

  countTo(limit: number): Promise<number> {
    const id = this.asked++;
    const answer = new Promise<number>((resolve) => this.waiting.set(id, resolve));
    this.worker.postMessage({ id, limit });
    return answer;
  }

  private settle({ id, primes }: Answer): void {
    this.waiting.get(id)?.(primes);
    this.waiting.delete(id);
  }
}
