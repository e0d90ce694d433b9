import type { Profile } from '@tsprof/runtime/profile';
import type { FigureName, FigureOf, FigureWanted } from '../figures/figures-of.ts';
import type { Frames } from '../flame/frames.ts';
import type { FramesWanted } from '../flame/layout.ts';
import { pageData } from '../state/opened.ts';
import type { TimeRange } from '../state/range.ts';
import { arrivedProfile } from './moved-profile.ts';
import { namesOf } from './named-like.ts';
import type { Answer, Answered, ProfileSource, Question, Told } from './reading-messages.ts';
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
    return this.#arrived(await this.ask({ kind: 'profile', source }));
  }

  /** The profile of a part of the time of the timeline that is open, named as that of all of it is. */
  async part({ from, to }: TimeRange, whole: Profile): Promise<Profile> {
    return this.#arrived(await this.ask({ kind: 'range', from, to, like: namesOf(whole) }));
  }

  #arrived({ profile: moved, number, edges }: Told): Profile {
    const profile = arrivedProfile(moved);
    homes.set(profile, { reader: this, number, edges });
    return profile;
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

/** The worker that has told of a profile, the number by which it knows that, and how many edges that has. */
const homes = new WeakMap<
  Profile,
  { readonly reader: Reader; readonly number: number; readonly edges: number }
>();

/** A picture of a profile, by the worker that has it; null where that has another one by now, or none has it. */
export async function framesFrom(profile: Profile, wanted: FramesWanted): Promise<Frames | null> {
  const home = homes.get(profile);
  if (home === undefined) return null;
  return (await home.reader.ask({ kind: 'frames', number: home.number, wanted })).frames;
}

/** Profiles with no more edges are added up in less time than a frame of the page may take. */
const FEW_EDGES = 10_000;

/** Whether a profile is so large that its worker adds it up, if that can. */
export function isFar(profile: Profile): boolean {
  const { readingWorker } = pageData.value;
  const isServed = readingWorker !== null && 'url' in readingWorker;
  return isServed && (homes.get(profile)?.edges ?? 0) > FEW_EDGES;
}

/** Figures of a profile, by the worker that has it; null where that has another one by now. */
export async function figureFrom<K extends FigureName>(
  name: K,
  profile: Profile,
  wanted: FigureWanted,
): Promise<FigureOf<K> | null> {
  const { reader, number } = homes.get(profile)!;
  const { figure } = await reader.ask({ kind: 'figure', number, name, wanted });
  return figure as FigureOf<K> | null;
}

/** Reads a profile in a worker of its own, which makes pictures of it until the profile is let go. */
export async function readProfile(source: ProfileSource): Promise<Profile> {
  const reader = new Reader();
  // A worker knows the page's URL only if it has it from its own.
  const whole = 'url' in source ? { ...source, url: new URL(source.url, document.baseURI).href } : source;
  try {
    return await reader.profile(whole);
  } catch (error) {
    void reader.end();
    throw error;
  }
}

/** Ends the worker that has a profile which is no longer shown. */
export function letGo(profile: Profile | undefined): void {
  if (profile !== undefined) void homes.get(profile)?.reader.end();
}
