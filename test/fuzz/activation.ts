type Stretch = readonly [from: number, to: number];

/** One activation as the oracle knows it. */
export class Activation {
  readonly site: string;
  /** False where parameters are evaluated ahead of a generator's activation: time, but no call. */
  isCall = true;
  /** Who called it as far as a profiler can know; null for the event loop. */
  up: Activation | null;
  /** The outermost activation of its function on the logical path: itself, where there is no other. */
  family: Activation;
  /** The same of its pair of caller and callee. */
  pairFamily: Activation;
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
  readonly #waits: Stretch[] = [];
  #waitingSince: number | null = null;
  /** When it was alive and not parked, so far. */
  readonly #stretches: Stretch[] = [];
  #aliveSince: number | null;
  isEnded = false;

  constructor(site: string, up: Activation | null, now: number) {
    this.site = site;
    this.up = up;
    this.#aliveSince = now;
    this.family = this.#findAbove(() => true)?.family ?? this;
    this.pairFamily = this.#findAbove((above) => above.up?.site === up?.site)?.pairFamily ?? this;
  }

  #findAbove(matches: (above: Activation) => boolean): Activation | null {
    let above = this.up;
    while (above !== null && !(above.site === this.site && matches(above))) above = above.up;
    return above;
  }

  /** A profiler has forgotten who called it. */
  orphan(): void {
    this.up = null;
    this.family = this.pairFamily = this;
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
    if (this.#waitingSince !== null) this.#waits.push([this.#waitingSince, now]);
    this.#waitingSince = null;
  }

  #rest(now: number): void {
    if (this.#aliveSince !== null) this.#stretches.push([this.#aliveSince, now]);
    this.#aliveSince = null;
  }

  /** When it waited. */
  waits(now: number): Stretch[] {
    return this.#waitingSince === null ? this.#waits : [...this.#waits, [this.#waitingSince, now]];
  }

  stretches(now: number): Stretch[] {
    return this.#aliveSince === null ? this.#stretches : [...this.#stretches, [this.#aliveSince, now]];
  }
}

/** The time in which at least one of a family was alive and not parked, for all families among these. */
export function ttotOf(activations: readonly Activation[], now: number): number {
  const families = new Map<Activation, Stretch[]>();
  for (const activation of activations) {
    if (activation.isCovered) continue;
    const stretches = families.get(activation.family) ?? [];
    families.set(activation.family, [...stretches, ...activation.stretches(now)]);
  }
  return [...families.values()].reduce((total, stretches) => total + covered(stretches), 0);
}

/**
 * The time since `from` in which the outermost of a family waited, or one of the others did while that was not there, for
 * all families among these.
 */
export function twaitOf(
  activations: readonly Activation[],
  familyOf: (activation: Activation) => Activation,
  from: number,
  now: number,
): number {
  const families = new Map<Activation, Stretch[]>();
  for (const activation of activations) {
    const family = familyOf(activation);
    const nested = family === activation ? [] : activation.waits(now);
    families.set(family, [...(families.get(family) ?? []), ...nested]);
  }
  return [...families].reduce((total, [first, nested]) => {
    const present = first.stretches(now);
    const outlived = covered([...present, ...nested], from) - covered([...present], from);
    return total + covered([...first.waits(now)], from) + outlived;
  }, 0);
}

function covered(stretches: Stretch[], since = 0): number {
  let total = 0;
  let upto = since;
  for (const [from, to] of stretches.sort((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, upto));
    upto = Math.max(upto, to);
  }
  return total;
}
