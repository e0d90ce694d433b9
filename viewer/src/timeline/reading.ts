import { batch, computed, signal } from '@preact/signals';
import { Reader } from '../open/reading.ts';
import { unzipped } from '../open/unzipped.ts';
import type { CarriedTimeline } from '../page-data.ts';
import { isCarried, pageData } from '../state/opened.ts';
import { inSight, range } from '../state/range.ts';
import type { SourceFile, TimelineFacts } from './engine/messages.ts';

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

/** What is open, or being opened. */
let current: File | CarriedTimeline | null = null;

/** Shows a timeline of the user's. */
export function dropTimeline(file: File | null): void {
  batch(() => {
    dropped.value = file;
    range.value = inSight.value = null;
  });
}

/** Shows what there is by now of a timeline that grows; what is in sight and the chosen part of the time stay. */
export function growTimeline(file: File): void {
  dropped.value = file;
  isGrowing = true;
}

/** Whether what is wanted is more of what is open, which is shown until that has been read. */
let isGrowing = false;

/** Has the worker read what is to be shown, once that is looked at. */
export async function readTimeline(): Promise<void> {
  const source = wanted.value;
  if (source === current) return;
  current = source;
  const isMore = isGrowing && facts.value !== null;
  isGrowing = false;
  if (!isMore)
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

const reader = new Reader();

/** Asks the worker that has the timeline. */
export const ask: Reader['ask'] = (question) => reader.ask(question);

/** The profile of a part of its time, named as that of all of it is. */
export const partOfTime: Reader['part'] = (span, whole) => reader.part(span, whole);
