import type { Profile } from '../../profile/format.ts';
import { canPack, packed } from './packed.ts';

/** How often a profile is sent, ms. */
const INTERVAL = 1000;
/** Taking and sending it takes at most one part in so many of the time. */
const SHARE = 20;
/** The longest that a server which does not answer is left alone, ms. */
const LONGEST = 60_000;
/** What a browser goes on sending for a page that is gone, bytes in all. */
const KEPT_ALIVE = 60_000;
/** Of that, what a page sends as it is when it is hidden: it may be left before that has arrived, and sends again. */
const AS_IT_IS = KEPT_ALIVE / 4;

let { fetch } = globalThis;

/** Has all be sent by this one: ours is that of the moment when this was loaded. */
export function sendBy(own: typeof fetch): void {
  fetch = own;
}

/** Sends the profile of a realm to a server now and then. Each replaces the one before. */
export class Delivery {
  readonly #url: string;
  #due = 0;
  #failures = 0;

  /** `id` tells the server whose profile it is. */
  constructor(post: string, id: string) {
    this.#url = `${post}${post.includes('?') ? '&' : '?'}id=${encodeURIComponent(id)}`;
  }

  /** Whether it is time to send one. */
  isDue(): boolean {
    return performance.now() >= this.#due;
  }

  /**
   * Sends a profile that is just being taken. Never rejects: the server may come back, and a later profile has all that
   * this one has.
   */
  async send(profile: Promise<Profile>): Promise<void> {
    const began = performance.now();
    this.#due = Infinity;
    const isSent = await this.#sendOnce(profile).catch(() => false);
    this.#failures = isSent ? 0 : this.#failures + 1;
    const now = performance.now();
    const wait = Math.max(INTERVAL, (now - began) * SHARE) * 2 ** this.#failures;
    this.#due = now + Math.min(wait, LONGEST);
  }

  async #sendOnce(profile: Promise<Profile>): Promise<boolean> {
    const body = encoded(await profile);
    return this.#post(body, body.length < KEPT_ALIVE);
  }

  /**
   * Sends one for a page that may be gone in a moment. Up to where it is on its way this waits for nothing but promises that
   * are settled before that. Resolves to false where it is too long to be sent then.
   */
  async sendLast(profile: Profile): Promise<boolean> {
    const plain = encoded(profile);
    const isPacked = plain.length > AS_IT_IS && canPack;
    const body = isPacked ? await packed(plain) : plain;
    if (body.length > KEPT_ALIVE) return false;
    void this.#post(body, true, isPacked ? { 'content-encoding': 'gzip' } : {}).catch(() => {});
    return true;
  }

  async #post(
    body: Uint8Array<ArrayBuffer>,
    keepalive: boolean,
    more: Record<string, string> = {},
  ): Promise<boolean> {
    const headers = { 'content-type': 'application/json', ...more };
    const { ok } = await fetch(this.#url, { method: 'POST', body, headers, keepalive });
    return ok;
  }
}

const encoded = (profile: Profile): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(profile));
