import { batch, computed, signal } from '@preact/signals';
import { unzipped } from '../open/unzipped.ts';
import type { CarriedTimeline } from '../page-data.ts';
import { isCarried, pageData } from '../state/opened.ts';
import { inSight, range } from '../state/range.ts';
import type { Answer, Answered, Question, SourceFile, TimelineFacts } from './engine/messages.ts';

/** A timeline that was dropped on the page; null: the one that the page came with is shown, if it did. */
const dropped = signal<File | null>(null);

/** Where the timeline is that is to be shown; null: there is none. */
export const wanted = computed<File | CarriedTimeline | null>(
  () => dropped.value ?? (isCarried.value ? pageData.value.timeline : null),
);

/** What is known of the timeline that is open. */
export const facts = signal<TimelineFacts | null>(null);
export const timelineProblem = signal<string | null>(null);
export const isReading = signal(false);

let worker: Promise<Worker> | null = null;
let questions = 0;
/** What is open, or being opened. */
let current: File | CarriedTimeline | null = null;
const waiting = new Map<number, (answered: Answered) => void>();

/** Shows a timeline of the user's. */
export function dropTimeline(file: File | null): void {
  batch(() => {
    dropped.value = file;
    range.value = inSight.value = null;
  });
}

/** Has the worker read what is to be shown, once that is looked at. */
export async function readTimeline(): Promise<void> {
  const source = wanted.value;
  if (source === current) return;
  current = source;
  batch(() => {
    facts.value = timelineProblem.value = null;
    isReading.value = source !== null && !('absent' in source);
  });
  if (source === null || 'absent' in source) return;
  try {
    const { timeline } = await ask({ kind: 'open', files: await filesOf(source) });
    if (current === source) facts.value = timeline;
  } catch (error) {
    if (current === source) timelineProblem.value = (error as Error).message;
  } finally {
    if (current === source) isReading.value = false;
  }
}

async function filesOf(source: File | Exclude<CarriedTimeline, { absent: string }>): Promise<SourceFile[]> {
  if (source instanceof File) return [{ name: source.name, file: source }];
  // A worker knows the page's URL only if it has it from its own.
  if ('files' in source)
    return source.files.map(({ name, url, size }) => ({
      ...{ name, size, url: new URL(url, document.baseURI).href },
    }));
  return [{ name: source.name, bytes: new Uint8Array(await unzipped(source.gzip).arrayBuffer()) }];
}

/** What the worker answers to each kind of question. */
type AnswerTo<K extends Question['kind']> = Extract<Answer, { readonly kind: K }>;

/** Asks the worker; what it cannot do is an Error. */
export async function ask<K extends Question['kind']>(
  question: Question & { readonly kind: K },
): Promise<AnswerTo<K>> {
  const started = await (worker ??= startWorker());
  const id = ++questions;
  return new Promise((done, fail) => {
    waiting.set(id, (answered) => {
      if ('problem' in answered) fail(new Error(answered.problem));
      else done(answered as unknown as AnswerTo<K>);
    });
    started.postMessage({ id, ...question });
  });
}

async function startWorker(): Promise<Worker> {
  const carried = pageData.value.timelineWorker;
  if (carried === null) throw new Error('this page cannot read timelines');
  const url = 'url' in carried ? carried.url : await carriedScript(carried.gzip);
  const started = new Worker(url);
  started.onmessage = ({ data }: MessageEvent<Answered>) => settle(data);
  started.onerror = ({ message }) => {
    const problem = message || 'the server has ended: start tsprof view again';
    for (const id of [...waiting.keys()]) settle({ id, problem });
    worker = null;
  };
  return started;
}

async function carriedScript(gzip: string): Promise<string> {
  const script = new Blob([await unzipped(gzip).arrayBuffer()], { type: 'text/javascript' });
  return URL.createObjectURL(script);
}

function settle(answered: Answered): void {
  waiting.get(answered.id)?.(answered);
  waiting.delete(answered.id);
}
