import { createState, events, replay, type ReplayState } from '@tsprof/runtime/replay';
import { ENDS, PARKS, WAITS } from '@tsprof/runtime/timeline';
import type { SliceTable } from '../window-slices.ts';
import type { LoggedSite } from './logged-sites.ts';
import type { SliceVisitor } from './slice-order.ts';

/** Words that are written before they are replayed. */
const CAPACITY = 2 ** 14;
/** The most words of one event. */
const ROOM = 2;
/** Timelines do not say at which. */
const SOME_YIELD = events.FIRST_YIELD + events.PLACES - 1;

/** A coroutine that has not ended. */
interface Live {
  readonly token: number;
  readonly site: LoggedSite;
  /** How its latest slice has ended; 0: it is on the stack. */
  how: number;
}

/**
 * Writes the log of a program's thread anew, from the slices of its timeline, and replays it: so all that is told of a part of
 * the time is what replay makes of it.
 */
export class SliceLog implements SliceVisitor {
  readonly state: ReplayState = createState();
  readonly #siteOf: (site: number) => LoggedSite;
  readonly #words = new Int32Array(CAPACITY);
  #at = 0;
  #time: number;
  #isPaused = false;
  /** What is on the stack: rows' coroutines by their instances, 0 for plain calls. */
  readonly #stack: number[] = [];
  readonly #live = new Map<number, Live>();
  readonly #freeTokens: number[] = [];
  #tokens = 0;

  /** The log begins at a time. */
  constructor(from: number, siteOf: (site: number) => LoggedSite) {
    this.#siteOf = siteOf;
    this.#time = Math.round(from);
    this.#control(events.START, 0);
  }

  begins(table: SliceTable, row: number): void {
    this.upTo(table.start[row]!);
    const instance = table.instance[row]!;
    const site = this.#siteOf(table.site[row]!);
    const live = this.#live.get(instance);
    if (live === undefined) this.#start(site, instance);
    else {
      this.#event(live.how === WAITS ? events.RESUME : events.UNPARK, live.token);
      live.how = 0;
    }
    this.#stack.push(instance);
  }

  #start(site: LoggedSite, instance: number): void {
    const { id, isGenerator, tagWord } = site;
    if (tagWord !== null) this.#control(tagWord, id);
    if (instance !== 0) {
      const token = this.#freeTokens.pop() ?? ++this.#tokens;
      this.#live.set(instance, { token, site, how: 0 });
      this.#event(events.TOKEN, (token << 1) | Number(isGenerator));
    }
    this.#word(id);
  }

  ends(table: SliceTable, row: number): void {
    this.upTo(table.end[row]!);
    this.#stack.pop();
    const live = this.#live.get(table.instance[row]!);
    if (live === undefined) return this.#word(events.LEAVE);
    live.how = table.how[row]!;
    if (live.how === ENDS) this.#end(table.instance[row]!, live);
    else if (live.how === WAITS) this.#suspend(live, table.place[row]!);
    else if (live.how === PARKS && live.site.isGenerator) this.#word(SOME_YIELD);
    // What is not known to wait is parked: that is no time of its function.
    else this.#event(events.PARK, live.token);
  }

  #suspend({ token }: Live, place: number): void {
    if (place > 0 && place <= events.PLACES) this.#word(events.FIRST_PLACE + place - 1);
    else this.#event(events.SUSPEND, token);
  }

  /** How it ended is not in timelines: as if nothing had been thrown. */
  #end(instance: number, { token, site }: Live): void {
    if (site.isPlainGenerator) this.#event(events.OUTCOME, token);
    this.#event(events.END, token);
    this.#live.delete(instance);
    this.#freeTokens.push(token);
  }

  /** The profiler is at work, or no longer. */
  pauses(time: number, isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.upTo(time);
    this.#isPaused = isPaused;
    this.#event(isPaused ? events.OPEN : events.CLOSE, events.NO_SITE);
  }

  /** Time goes on. */
  upTo(time: number): void {
    const passed = Math.round(time) - this.#time;
    if (!(passed > 0)) return;
    this.#time += passed;
    const low = passed % 2 ** 31;
    if (passed > low) this.#event(events.TIME_HIGH, (passed - low) / 2 ** 31);
    this.#event(events.TIME, low);
  }

  /** Forgets all sums; what is alive goes on. */
  clear(): void {
    this.#control(events.CLEAR, 0);
  }

  /** Replays all that was written. */
  flush(): void {
    replay(this.state, this.#words, 0, this.#at);
    this.#at = 0;
  }

  #control(word: number, argument: number): void {
    this.#event(events.CONTROL, (argument << events.CONTROL_BITS) | word);
  }

  #event(kind: number, payload: number): void {
    this.#word(kind);
    this.#words[this.#at++] = payload;
  }

  #word(id: number): void {
    if (this.#at + ROOM > CAPACITY) this.flush();
    this.#words[this.#at++] = ((this.#stack.length & events.DEPTH_MASK) << events.ID_BITS) | id;
  }
}
