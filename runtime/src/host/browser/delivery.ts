import type { Profile } from '../../profile/format.ts';

/** How often a profile is sent, ms; also the most that is lost when a page is closed. */
const INTERVAL = 1000;
/** Taking and sending it takes at most one part in so many of the time. */
const SHARE = 20;
/** The longest that a server which does not answer is left alone, ms. */
const LONGEST = 60_000;
/** What a browser goes on sending for a page that is gone, bytes in all. */
const KEPT_ALIVE = 60_000;

const { fetch } = globalThis;

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
    this.#failures = (await this.#post(profile).catch(() => false)) ? 0 : this.#failures + 1;
    const now = performance.now();
    const wait = Math.max(INTERVAL, (now - began) * SHARE) * 2 ** this.#failures;
    this.#due = now + Math.min(wait, LONGEST);
  }

  async #post(profile: Promise<Profile>): Promise<boolean> {
    const body = JSON.stringify(await profile);
    const headers = { 'content-type': 'application/json' };
    const { ok } = await fetch(this.#url, {
      method: 'POST',
      body,
      headers,
      keepalive: body.length < KEPT_ALIVE,
    });
    return ok;
  }
}
