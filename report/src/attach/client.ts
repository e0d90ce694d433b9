import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { addressText } from '@tsprof/runtime/control';
import type { ControlStacks, ControlStatus } from '@tsprof/runtime/control';
import { ProfileReader } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { EXIT_FAILED, TsprofError, asUsageError } from '../command-line/errors.ts';
import type { Target } from './target.ts';

/** How long a program may take to answer, ms: it may have much to tell. */
const PATIENCE = 30_000;
/** More than a status or all stacks have, bytes. */
const MOST_BYTES = 64 * 2 ** 20;

/** The program answers no longer, as it has ended. */
export class EndedError extends TsprofError {
  constructor(where: string) {
    super(`the program at ${where} has ended`, { exitCode: EXIT_FAILED });
  }
}

/** Speaks with the control server of a program. What goes wrong is a TsprofError. */
export class ControlClient {
  readonly #target: Target;
  readonly #where: string;
  #hasAnswered = false;

  constructor(target: Target) {
    this.#target = target;
    this.#where = addressText(target.address);
  }

  status(): Promise<ControlStatus> {
    return this.#json('GET', '/status');
  }

  stacks(): Promise<ControlStacks> {
    return this.#json('GET', '/stacks');
  }

  start(): Promise<ControlStatus> {
    return this.#json('POST', '/start');
  }

  stop(): Promise<ControlStatus> {
    return this.#json('POST', '/stop');
  }

  clear(): Promise<ControlStatus> {
    return this.#json('POST', '/clear');
  }

  /** The profile so far. */
  async profile(): Promise<Profile> {
    const reader = new ProfileReader(`the profile from ${this.#where}`);
    try {
      await this.#read('GET', '/profile', (bytes) => reader.write(bytes));
      return reader.end();
    } catch (error) {
      throw asUsageError(error);
    }
  }

  /** What has been written of its timeline from the byte `from` on, at most some MB; empty where there is none. */
  async timeline(from: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    await this.#read('GET', `/timeline?from=${from}`, (bytes) => void chunks.push(bytes));
    return Buffer.concat(chunks);
  }

  async #json<T extends { readonly threads: readonly unknown[] }>(method: string, path: string): Promise<T> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    await this.#read(method, path, (bytes) => {
      if ((size += bytes.length) > MOST_BYTES) throw this.#foreign();
      chunks.push(bytes);
    });
    const answer = parse(Buffer.concat(chunks).toString()) as Partial<T> | undefined;
    if (!Array.isArray(answer?.threads)) throw this.#foreign();
    return answer as T;
  }

  async #read(method: string, path: string, take: (bytes: Uint8Array) => void): Promise<void> {
    try {
      const response = await this.#send(method, path);
      if (response.statusCode !== 200) throw await this.#refused(response);
      for await (const bytes of response) take(bytes as Uint8Array);
      this.#hasAnswered = true;
    } catch (error) {
      throw this.#mendable(error);
    }
  }

  #send(method: string, path: string): Promise<IncomingMessage> {
    const { address, token } = this.#target;
    const headers = { authorization: `Bearer ${token}` };
    return new Promise((resolve, reject) => {
      // A connection of its own each time: one that was kept may be closed just now.
      const sent = request({ ...address, method, path, headers, agent: false, timeout: PATIENCE }, resolve);
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(this.#silent()));
      sent.end();
    });
  }

  async #refused(response: IncomingMessage): Promise<Error> {
    let text = '';
    for await (const bytes of response) if (text.length < 1000) text += String(bytes);
    const reason = (parse(text) as { error?: unknown } | undefined)?.error;
    if (typeof reason !== 'string') return this.#foreign();
    return new TsprofError(`${this.#where} answers ${response.statusCode}: ${reason}`);
  }

  #silent(): TsprofError {
    return new TsprofError(`the program at ${this.#where} has not answered for ${PATIENCE / 1000} s`, {
      exitCode: EXIT_FAILED,
    });
  }

  #foreign(): TsprofError {
    return new TsprofError(`what answers at ${this.#where} is no program under tsprof`);
  }

  #mendable(error: unknown): unknown {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (error instanceof TsprofError || !/^(E[A-Z]+|HPE_.*)$/.test(code)) return error;
    if (code.startsWith('HPE_')) return this.#foreign();
    if (this.#hasAnswered) return new EndedError(this.#where);
    return new TsprofError(`no program answers at ${this.#where} (${code})`, {
      remedy: 'tsprof attach --list shows those that do.',
      cause: error,
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
