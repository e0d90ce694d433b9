import type { Profile } from '@tsprof/runtime/profile';
import { pageData } from '../state/opened.ts';
import { arrivedProfile } from './moved-profile.ts';
import type { Answer, Answered, ProfileSource, Question } from './reading-messages.ts';
import { unzipped } from './unzipped.ts';

/** What the worker answers to each kind of question. */
export type AnswerTo<K extends Question['kind']> = Extract<Answer, { readonly kind: K }>;

/** A worker that reads what is too large to be read in the page's own thread; it is started when it is first asked. */
export class Reader {
  #worker: Promise<Worker> | null = null;
  #questions = 0;
  readonly #waiting = new Map<number, (answered: Answered) => void>();

  /** Asks the worker; what it cannot do is an Error. */
  async ask<K extends Question['kind']>(question: Question & { readonly kind: K }): Promise<AnswerTo<K>> {
    const started = await (this.#worker ??= this.#start());
    const id = ++this.#questions;
    return new Promise((done, fail) => {
      this.#waiting.set(id, (answered) => {
        if ('problem' in answered) fail(new Error(answered.problem));
        else done(answered as unknown as AnswerTo<K>);
      });
      started.postMessage({ id, ...question });
    });
  }

  async #start(): Promise<Worker> {
    const started = new Worker(await scriptUrl());
    started.onmessage = ({ data }: MessageEvent<Answered>) => this.#settle(data);
    started.onerror = ({ message }) => {
      const problem = message || 'the server has ended: start tsprof view again';
      for (const id of [...this.#waiting.keys()]) this.#settle({ id, problem });
      this.#worker = null;
    };
    return started;
  }

  #settle(answered: Answered): void {
    this.#waiting.get(answered.id)?.(answered);
    this.#waiting.delete(answered.id);
  }

  /** Reads a profile of ours, or of another tool. */
  async profile(source: ProfileSource): Promise<Profile> {
    return arrivedProfile((await this.ask({ kind: 'profile', source })).profile);
  }

  /** Ends the worker, and frees what it has. */
  async end(): Promise<void> {
    const ended = this.#worker;
    this.#worker = null;
    (await ended)?.terminate();
  }
}

async function scriptUrl(): Promise<string> {
  const carried = pageData.value.readingWorker;
  if (carried === null) throw new Error('this page has no worker to read files with');
  return 'url' in carried ? carried.url : (carriedUrl ??= await carriedScript(carried.gzip));
}

let carriedUrl: string | null = null;

async function carriedScript(gzip: string): Promise<string> {
  const script = new Blob([await unzipped(gzip).arrayBuffer()], { type: 'text/javascript' });
  return URL.createObjectURL(script);
}

/** Reads a profile in a worker of its own, which ends with that. */
export async function readProfile(source: ProfileSource): Promise<Profile> {
  const reader = new Reader();
  // A worker knows the page's URL only if it has it from its own.
  const whole = 'url' in source ? { ...source, url: new URL(source.url, document.baseURI).href } : source;
  try {
    return await reader.profile(whole);
  } finally {
    void reader.end();
  }
}
