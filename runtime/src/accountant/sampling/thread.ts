import { openLog } from '../../log/log.ts';
import type { Profile } from '../../profile/format.ts';
import { SITE_KINDS } from '../../profile/format.ts';
import type { SiteRow } from '../../sites/registry.ts';
import type { ThreadInfo } from '../../thread-profile/thread-profile.ts';
import { SampleAccounts } from './accounts.ts';
import { sampledProfile } from './profile.ts';
import { StackReader } from './reader.ts';

/** How many samples are taken in a second where nothing is said. */
export const USUAL_HZ = 100;

const NS_PER_S = 1e9;
const TAG = SITE_KINDS.indexOf('tag');

/** What is to be known of a thread that is sampled. */
export interface SampledThreadParts {
  readonly info: ThreadInfo;
  readonly memory: ArrayBufferLike;
  readonly sites: readonly SiteRow[];
  /** When profiling started, on the clock that `sample` is told. */
  readonly began: number;
  /** What moments are drawn by: from 0 to less than 1. */
  readonly random?: () => number;
}

/**
 * The accountant's side of a thread that is sampled. The moment of each sample is drawn at random from its own part of the time,
 * one after the other: a program that does something again and again cannot fall into step with it.
 */
export class SampledThread {
  readonly info: ThreadInfo;
  readonly #sites: readonly SiteRow[];
  readonly #reader: StackReader;
  readonly #accounts: SampleAccounts;
  readonly #period: number;
  readonly #random: () => number;
  #isOn = true;
  /** Up to when all time is accounted for. */
  #upTo: number;
  /** Where the part of the time begins in which the next sample is to be taken, and when that is. */
  #part: number;
  #due: number;

  constructor({ info, memory, sites, began, random = Math.random }: SampledThreadParts) {
    this.info = info;
    this.#sites = sites;
    this.#reader = new StackReader(openLog(memory));
    this.#accounts = new SampleAccounts(this.#reader, (site) => sites[site]?.kind === TAG);
    this.#period = NS_PER_S / (info.health.hz ?? USUAL_HZ);
    this.#random = random;
    this.#upTo = began;
    this.#part = began;
    this.#due = this.#momentOf(began);
  }

  /** When the next sample is due. */
  get due(): number {
    return this.#isOn ? this.#due : Infinity;
  }

  /** Takes one if it is due. */
  sampleIfDue(now: number): void {
    if (now < this.due) return;
    this.#sample(now);
    this.#skip(now);
  }

  /** Takes one now: all time up to now is accounted for. */
  catchUp(now: number): void {
    if (this.#isOn && now > this.#upTo) this.#sample(now);
  }

  start(now: number): void {
    this.#isOn = true;
    this.#upTo = now;
    this.#begin(now);
  }

  stop(now: number): void {
    this.catchUp(now);
    this.#isOn = false;
  }

  /** It has ended since it was last seen, and stays as it was then. */
  end(): void {
    this.#isOn = false;
  }

  clear(now: number): void {
    this.#accounts.clear();
    this.#upTo = now;
  }

  profile(): Profile {
    return sampledProfile(this.info, this.#sites, this.#accounts.accounts, this.#reader.torn);
  }

  #sample(now: number): void {
    const time = now - this.#upTo;
    this.#upTo = now;
    const sight = this.#reader.read();
    if (sight === null) this.#accounts.miss(time);
    else this.#accounts.add(sight, time);
  }

  /** On to the part of the time after the one that `now` is in: those without a sample are counted. */
  #skip(now: number): void {
    const late = Math.floor((now - this.#part) / this.#period);
    this.#accounts.accounts.missed += late;
    this.#begin(this.#part + (late + 1) * this.#period);
  }

  #begin(part: number): void {
    this.#part = part;
    this.#due = this.#momentOf(part);
  }

  #momentOf(part: number): number {
    return part + this.#period * this.#random();
  }
}
