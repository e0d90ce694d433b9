import { batch, effect, signal } from '@preact/signals';
import type { ControlStacks } from '@tsprof/runtime/control';
import { Reader } from '../open/reading.ts';
import type { LiveData } from '../page-data.ts';
import { fitFilters } from '../state/filter.ts';
import { busyWith, opened, problem } from '../state/opened.ts';
import { range } from '../state/range.ts';
import { view } from '../state/view.ts';
import { growTimeline } from '../timeline/reading.ts';
import { LiveTimeline } from './live-timeline.ts';

/** How the page stands to the running program that it shows. */
export type Following = 'following' | 'paused' | 'ended';

/** null: no running program is shown. */
export const following = signal<Following | null>(null);
/** What the program's threads were doing at the last look. */
export const stacks = signal<ControlStacks | null>(null);

/** Looks take no more than one part in so many of the time: what answers is busy meanwhile. */
const MOST = 10;

/** Shows a running program as it is, again and again, until it ends. */
export async function follow(name: string, url: string, live: LiveData): Promise<void> {
  following.value = 'following';
  busyWith.value = `asking ${name}`;
  while (isRunning()) {
    await untilWanted();
    const began = performance.now();
    await look(name, url, live);
    busyWith.value = null;
    await pause(Math.max(live.interval, (performance.now() - began) * MOST));
  }
}

const isRunning = (): boolean => following.value === 'following' || following.value === 'paused';

/** Looks once; what is wrong is said in the page, until an answer comes. */
async function look(name: string, url: string, live: LiveData): Promise<void> {
  const { stacksUrl, timelineUrl } = live;
  try {
    if (timelineOf?.url !== timelineUrl)
      timelineOf = { url: timelineUrl, held: new LiveTimeline(timelineUrl, asked) };
    // Whoever does not look at it does not have it sent.
    const timeline =
      view.value === 'timeline' || range.value !== null ? await timelineOf.held.grown(name) : null;
    const [answered, found] = await Promise.all([asked(url), asked(stacksUrl)]);
    const profile = await reader.profile({ name, file: await answered.blob() });
    const taken = (await found.json()) as ControlStacks;
    // Another file may have been opened meanwhile, or looking paused.
    if (following.value !== 'following') return;
    batch(() => {
      fitFilters(profile);
      opened.value = { name, profile };
      stacks.value = taken;
      if (timeline !== null) growTimeline(timeline);
      problem.value = null;
    });
  } catch (error) {
    if (error instanceof Ended) following.value = 'ended';
    else problem.value = (error as Error).message;
  }
}

/** Tells the program to start or stop profiling, or to set all sums to zero. */
export async function tell({ actUrl }: LiveData, what: 'start' | 'stop' | 'clear'): Promise<void> {
  try {
    await asked(actUrl + what, 'POST');
    problem.value = null;
  } catch (error) {
    if (error instanceof Ended) following.value = 'ended';
    else problem.value = (error as Error).message;
  }
}

let timelineOf: { readonly url: string; readonly held: LiveTimeline } | null = null;

/** It reads what is answered again and again. */
const reader = new Reader();

class Ended extends Error {}

async function asked(url: string, method = 'GET'): Promise<Response> {
  const response = await fetch(url, { method }).catch(() => {
    throw new Error('tsprof view answers no longer: start it again, and open what it prints');
  });
  if (response.ok) return response;
  if (response.status === 410) throw new Ended();
  throw new Error(await response.text());
}

/** Nobody looks at a page that is hidden, or paused. */
function untilWanted(): Promise<void> {
  return new Promise((done) => {
    const check = (): void => {
      if (document.hidden || following.value === 'paused') return;
      document.removeEventListener('visibilitychange', check);
      // Not within an effect that is only just being made.
      queueMicrotask(() => stop());
      done();
    };
    document.addEventListener('visibilitychange', check);
    const stop = effect(check);
  });
}

const pause = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));
