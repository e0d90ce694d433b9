import { setTimeout as sleep } from 'node:timers/promises';
import { systemReason } from '../command-line/errors.ts';
import { failedPush } from './refused.ts';

/** A request that can be made again. */
export interface Message {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | FormData;
}

/** Waits so many ms. */
export type Wait = (ms: number) => Promise<unknown>;

/** How long a receiver may take to answer, ms. */
const PATIENCE = 30_000;
/** How long to wait before each further attempt, ms. */
const PAUSES = [1_000, 2_000, 4_000];
/** A receiver that asks for a longer pause than this is not waited for, ms. */
const LONGEST_PAUSE = 30_000;
/** What may be otherwise a moment later: too many requests, a proxy without its server. */
const PASSING = new Set([408, 429, 502, 503, 504]);
/** So much of an answer is shown. */
const MOST_SHOWN = 300;

/** What one attempt has come to. */
interface Attempt {
  /** Why it failed; undefined where it did not. */
  readonly complaint?: string;
  /** What it was answered; undefined where it was not. */
  readonly status?: number;
  /** It may be otherwise a moment later. */
  readonly isPassing?: boolean;
  /** The receiver wishes no more before that, ms. */
  readonly pause?: number | undefined;
}

/** Sends a message, some times where the receiver cannot take it just now. A TsprofError says why it was not taken. */
export async function send(message: Message, wait: Wait = sleep): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    const { complaint, status, isPassing, pause = PAUSES[attempts - 1] ?? Infinity } = await attempt(message);
    if (complaint === undefined) return;
    const isLast = !isPassing || attempts > PAUSES.length || pause > LONGEST_PAUSE;
    if (isLast) throw failedPush(message.url, `${complaint}${attemptsText(attempts)}`, status);
    await wait(pause);
  }
}

const attemptsText = (attempts: number): string => (attempts === 1 ? '' : ` (${attempts} attempts)`);

async function attempt({ url, headers, body }: Message): Promise<Attempt> {
  try {
    // A redirect would make another request of it, and show what is secret to another server.
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const text = await textOf(response);
    if (response.ok) return {};
    const said = text === '' ? response.statusText : text;
    return {
      status: response.status,
      complaint: `answers ${response.status}${said === '' ? '' : `: ${said}`}`,
      isPassing: PASSING.has(response.status),
      pause: pauseOf(response),
    };
  } catch (error) {
    return { complaint: reasonOf(error), isPassing: true };
  }
}

/** The start of what it says, on one line. */
async function textOf({ status, headers, body }: Response): Promise<string> {
  if (status >= 300 && status < 400) return `moved to ${headers.get('location') ?? 'another place'}`;
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (text.length > MOST_SHOWN) break;
  }
  return text.slice(0, MOST_SHOWN).replace(/\s+/g, ' ').trim();
}

function pauseOf({ headers }: Response): number | undefined {
  const seconds = headers.get('retry-after') ?? '';
  return /^\d+$/.test(seconds) ? 1000 * Number(seconds) : undefined;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `has not answered for ${PATIENCE / 1000} s`;
  // What fetch throws says nothing by itself.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ECONNREFUSED') return 'cannot be reached: nothing listens there';
  if (code === 'ENOTFOUND') return 'cannot be reached: there is no such host';
  return `cannot be reached: ${systemReason(cause)}`;
}
