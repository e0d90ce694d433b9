import type { Profile } from '../../profile/format.ts';
import { canPack, packed } from './packed.ts';

/** What a browser goes on sending for a page that is gone, bytes in all. */
const KEPT_ALIVE = 60_000;
/** Of that, what a page sends as it is when it is hidden: it may be left before that has arrived, and sends again. */
const AS_IT_IS = KEPT_ALIVE / 4;

let { fetch } = globalThis;

/** Has all be sent by this one: ours is that of the moment when this was loaded. */
export function sendBy(own: typeof fetch): void {
  fetch = own;
}

/** Sends profiles of a realm to a server. Each replaces the one before. */
export class Delivery {
  readonly #url: string;

  /** `id` tells the server whose profile it is. */
  constructor(post: string, id: string) {
    this.#url = `${post}${post.includes('?') ? '&' : '?'}id=${encodeURIComponent(id)}`;
  }

  /** Sends a profile. Rejects where the server does not take it: a later one has all that this one has. */
  async send(profile: Profile): Promise<void> {
    const body = encoded(profile);
    if (!(await this.#post(body, body.length < KEPT_ALIVE))) throw new Error('not taken');
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
