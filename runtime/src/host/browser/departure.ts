import type { JoinMessage } from '../../accountant/messages.ts';
import { soundTable } from '../../sites/packed-table.ts';
import type { Profile } from '../../profile/format.ts';
import type { Registry } from '../../sites/registry.ts';
import type { ReplayState } from '../../replay/replay.ts';
import { tablesSince } from '../../sites/sites.ts';
import { Backlog } from './backlog.ts';
import { Delivery } from './delivery.ts';
import { inThread, type AccountantChannel } from './accountant-channel.ts';
import { spin } from './waiting.ts';

/** How long a page may be kept from going until its last profile has arrived, ms. */
const PATIENCE = 500;

/**
 * Sends a page's last profile at the moment it is left. Whoever keeps its accounts dies with it, and is asked in vain: where
 * memory is shared the page waits for him, else it brings its accounts up to date by itself.
 */
export class Departure {
  readonly #join: JoinMessage;
  readonly #registry: Registry;
  readonly #channel: AccountantChannel;
  readonly #backlog = new Backlog();
  readonly #delivery: Delivery | null;
  #inThread: Awaited<ReturnType<typeof inThread>> | null = null;
  #hasRing = false;

  /** Of the page that says who it is by this message. */
  constructor(join: JoinMessage, registry: Registry, link: AccountantChannel) {
    this.#join = join;
    this.#registry = registry;
    this.#channel = link;
    const { post } = join.realm!;
    this.#delivery = post === null ? null : new Delivery(post, join.info.id);
    if (this.#delivery === null) this.#backlog.giveUp();
    else void this.#load();
  }

  /** When it is needed it will be too late for that. Who cannot load it does without. */
  async #load(): Promise<void> {
    this.#inThread = await inThread().catch(() => null);
  }

  /** These are about to be given away. */
  keep(chunks: readonly Int32Array[]): void {
    if (this.#channel.isHere) this.#backlog.giveUp();
    this.#backlog.add(chunks);
  }

  /** To be called after that. */
  askIfDue(): void {
    if (this.#backlog.isDue) this.#backlog.ask(this.#channel.askState());
  }

  /** What was asked for. Where more has been written meanwhile than is kept it is of no use, and asked for anew. */
  hear(nonce: number, state: ReplayState | null): void {
    this.#backlog.hear(nonce, state);
    this.askIfDue();
  }

  /** From here on the accountant reads in shared memory what is written. */
  share(): void {
    this.#hasRing = true;
    this.#backlog.giveUp();
  }

  /** All that was written has been given away. `isEnd`: the page is being left; else it is only out of sight, for now. */
  go(isEnd: boolean): void {
    if (this.#delivery === null) return;
    if (this.#hasRing) return this.#wait();
    const profile = this.#lastProfile();
    if (profile === null) return this.#leaveIt(isEnd && !this.#channel.isHere);
    this.#delivery.sendLast(profile).then(
      (isSent) => isSent || this.#leaveIt(isEnd),
      () => this.#leaveIt(isEnd),
    );
  }

  #wait(): void {
    const sent = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    this.#channel.post({ type: 'hide', sent });
    spin(sent, 0, 0, PATIENCE);
  }

  /** Null: it is not known here. */
  #lastProfile(): Profile | null {
    const { rest } = this.#backlog;
    if (rest === null || this.#inThread === null) return null;
    const tables = tablesSince(this.#registry, 0).map(soundTable);
    const { profile, state } = this.#inThread.settle(this.#join, tables, rest);
    this.#backlog.settle(state);
    return profile;
  }

  /** The accounts service sends the profile, if it still gets to that before the page is gone. */
  #leaveIt(isSaid: boolean): void {
    this.#channel.post({ type: 'hide', sent: null });
    if (isSaid) console.warn('tsprof: the page was left before all of its profile could be sent');
  }
}
