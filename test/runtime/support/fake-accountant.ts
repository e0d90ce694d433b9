import { Accountant, type AccountantParts } from '../../../runtime/src/accountant/accountant.ts';
import type { Host } from '../../../runtime/src/accountant/host.ts';
import type { JoinMessage, SitesMessage } from '../../../runtime/src/accountant/messages.ts';
import { Ring } from '../../../runtime/src/carriers/ring.ts';
import { Stamper, type Stamps } from '../../../runtime/src/carriers/stamper.ts';
import { DOZING } from '../../../runtime/src/log/cells.ts';
import { createLog, type Log } from '../../../runtime/src/log/log.ts';
import { createTokens } from '../../../runtime/src/log/tokens.ts';
import { createCoreProbes } from '../../../runtime/src/probes/core.ts';
import { noCosts } from '../../../runtime/src/replay/costs.ts';
import { soundTable } from '../../../runtime/src/sites/packed-table.ts';
import { createRegistry, register } from '../../../runtime/src/sites/registry.ts';

const NS_PER_MS = 1e6;
/** How long a nap takes, ms. */
const NAP = 0.125;

/** A host whose time goes by in naps, in sleep and where a test says so. What is to happen at a time happens then. */
export class FakeHost implements Host {
  time = 0;
  naps = 0;
  turns = 0;
  readonly ended = new Set<number>();
  /** How many look-ups there were of whether a thread has ended. */
  asked = 0;
  #plan: { at: number; action: () => void }[] = [];
  readonly #sleepers: { log: Log; resolve: (value: null) => void }[] = [];

  now(): number {
    return this.time;
  }

  logClock(origin: number): () => number {
    return () => this.time * NS_PER_MS - origin;
  }

  nap(): void {
    this.naps++;
    this.pass(NAP);
  }

  turn(): Promise<void> {
    this.turns++;
    return Promise.resolve();
  }

  woken(log: Log): Promise<unknown> {
    return new Promise((resolve) => this.#sleepers.push({ log, resolve }));
  }

  hasEnded(task: number | null): boolean {
    this.asked++;
    return task !== null && this.ended.has(task);
  }

  /** Has something happen at a time, in the midst of a nap or of sleep. */
  at(time: number, action: () => void): void {
    this.#plan.push({ at: time, action });
    this.#plan.sort((a, b) => a.at - b.at);
  }

  /** Time passes. */
  pass(ms: number): void {
    const end = this.time + ms;
    while (this.#plan.length > 0 && this.#plan[0]!.at <= end) {
      const { at, action } = this.#plan.shift()!;
      this.time = Math.max(this.time, at);
      action();
    }
    this.time = end;
  }

  /** How many logs are slept on. */
  get sleeping(): number {
    return this.#sleepers.filter(({ log }) => log.cells[DOZING] === 1).length;
  }

  /** Lets the accountant work until it sleeps; those whose log has an event by then are woken first. */
  async settle(): Promise<void> {
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.log.cells[DOZING] === 1) continue;
      this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
      sleeper.resolve(null);
    }
    for (let rounds = 0; rounds < SETTLED; rounds++) await Promise.resolve();
  }
}

/** Microtasks after which the accountant sleeps, or has a writer that never does. */
const SETTLED = 2_000;

/** An accountant of such a host. */
export function createAccountant(parts: AccountantParts = {}): { host: FakeHost; accountant: Accountant } {
  const host = new FakeHost();
  return { host, accountant: new Accountant(host, () => noCosts(), parts) };
}

/** A thread with functions of these names, by site from 1 on. */
export function createThread(
  host: FakeHost,
  thread: number,
  names: readonly string[],
  { stamps = 'sparse', log = createLog() }: { stamps?: Stamps; log?: Log } = {},
) {
  const tokens = createTokens();
  const registry = createRegistry();
  register(
    registry,
    `thread-${thread}.js`,
    names.map((name) => `0${name}\n`).join(''),
    names.flatMap(() => [1, 0]),
  );
  const origin = host.time * NS_PER_MS;
  const stamper = new Stamper(() => host.time * NS_PER_MS, stamps, origin);
  const ring = new Ring({ log, tokens, isGenerator: () => false, stamper, patience: 1 });
  const { enter, leave } = createCoreProbes(log, tokens, registry);
  const depths: number[] = [];
  const name = thread === 0 ? 'main' : `worker ${thread}`;
  const info = {
    ...{ id: `7.${thread}`, name, pid: 7, cwd: null, started: 0 },
    ...{ clock: stamps === 'all' ? ('exact' as const) : ('observed' as const), health: {}, notes: [] },
  };
  const end = { memory: log.memory, origin: stamps === 'all' ? null : origin, wallOrigin: origin };
  const join: JoinMessage = { type: 'join', thread, info, state: null, ring: end, task: 100 + thread };
  const sites: SitesMessage = { type: 'sites', thread, table: soundTable(registry.last!) };
  return {
    ...{ log, ring, join, sites },
    enter: (site: number): void => void depths.push(enter(site)),
    leave: (): void => leave(depths.pop()!),
  };
}
