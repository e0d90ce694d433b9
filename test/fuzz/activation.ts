/** One activation as the oracle knows it. */
export class Activation {
  readonly site: string;
  /** False where parameters are evaluated ahead of a generator's activation: time, but no call. */
  isCall = true;
  /** Who called it; null for the event loop. */
  readonly up: Activation | null;
  /** The outermost activation of its function on the logical path: itself, where there is no other. */
  readonly family: Activation;
  /** The generator whose `yield*` runs this one. */
  delegator: Activation | null = null;
  /** The async generator whose `yield*` hands on what this one yields. */
  outer: Activation | null = null;
  /** What the present `yield*` asked for has come while it was still being asked for. */
  #isAnswered = false;
  /** The time of another one of its function holds all of its own. */
  isCovered = false;
  /** Own time. */
  self = 0;
  nsuspend = 0;
  nyield = 0;
  #waited = 0;
  #waitingSince: number | null = null;
  /** When it was alive and not parked, so far. */
  readonly #stretches: (readonly [from: number, to: number])[] = [];
  #aliveSince: number | null;
  isEnded = false;

  constructor(site: string, up: Activation | null, now: number) {
    this.site = site;
    this.up = up;
    this.#aliveSince = now;
    let above = up;
    while (above !== null && above.site !== site) above = above.up;
    this.family = above?.family ?? this;
  }

  get isOutermost(): boolean {
    return this.family === this;
  }

  get isAlive(): boolean {
    return this.#aliveSince !== null;
  }

  /** It starts to wait; what happens while profiling is off does not count. */
  wait(now: number, counts: boolean): void {
    if (counts) this.nsuspend++;
    this.#waitingSince = now;
  }

  /** It runs, whatever it did before. */
  run(now: number): void {
    this.#stopWaiting(now);
    if (this.#aliveSince !== null) return;
    this.delegator?.run(now);
    this.#aliveSince = now;
  }

  park(now: number): void {
    this.nyield++;
    this.#rest(now);
    this.delegator?.park(now);
    if (this.outer !== null) this.outer.#answer(now);
  }

  /** Its `yield*` is about to run one that is parked, which may hand on an array's next element and never run. */
  delegateTo(begun: Activation, now: number): void {
    begun.delegator = this;
    this.#restWithDelegators(now);
  }

  #restWithDelegators(now: number): void {
    this.#rest(now);
    if (this.delegator !== null) this.delegator.#restWithDelegators(now);
  }

  /** It runs, and asks another async generator for what it is to hand on. */
  ask(now: number): void {
    this.run(now);
    this.#isAnswered = false;
  }

  /** It has asked, and waits for the answer. */
  waitForAnswer(now: number, counts: boolean): void {
    this.wait(now, counts);
    if (this.#isAnswered) this.#answer(now);
  }

  #answer(now: number): void {
    this.#isAnswered = true;
    if (this.#waitingSince === null) return;
    this.#stopWaiting(now);
    this.park(now);
  }

  end(now: number): void {
    this.run(now);
    this.#rest(now);
    this.isEnded = true;
  }

  #stopWaiting(now: number): void {
    if (this.#waitingSince !== null) this.#waited += now - this.#waitingSince;
    this.#waitingSince = null;
  }

  #rest(now: number): void {
    if (this.#aliveSince !== null) this.#stretches.push([this.#aliveSince, now]);
    this.#aliveSince = null;
  }

  twait(now: number): number {
    return this.#waited + (this.#waitingSince === null ? 0 : now - this.#waitingSince);
  }

  stretches(now: number): (readonly [number, number])[] {
    return this.#aliveSince === null ? this.#stretches : [...this.#stretches, [this.#aliveSince, now]];
  }
}

/** The time in which at least one of a family was alive and not parked, for all families among these. */
export function ttotOf(activations: readonly Activation[], now: number): number {
  const families = new Map<Activation, (readonly [number, number])[]>();
  for (const activation of activations) {
    if (activation.isCovered) continue;
    const stretches = families.get(activation.family) ?? [];
    families.set(activation.family, [...stretches, ...activation.stretches(now)]);
  }
  return [...families.values()].reduce((total, stretches) => total + covered(stretches), 0);
}

function covered(stretches: (readonly [number, number])[]): number {
  let total = 0;
  let upto = 0;
  for (const [from, to] of stretches.sort((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, upto));
    upto = Math.max(upto, to);
  }
  return total;
}
