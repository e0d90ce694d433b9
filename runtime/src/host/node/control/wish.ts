import * as workerThreads from 'node:worker_threads';
import { WISH } from '../process-cells.ts';

/** Taken at load time: the program may put its own in its place. */
const { BroadcastChannel } = workerThreads;

/*
 * Whether a process is to be profiled, in a cell that all of its threads share, as those that control it from outside have
 * said last. A thread sees to it when it gets to its event loop; it is told that there is something to see.
 */

/** Nobody has said anything. */
const NONE = 0;
const ON = 1;
const OFF = 2;

/** What a thread does about it. */
export interface Wishes {
  isRunning(): boolean;
  start(): void;
  stopForAll(): void;
}

/** The channel on which threads are told. */
const channelOf = (channel: string): string => `${channel} wishes`;

/** Says that profiling is to be on or off; threads that start later will see it. */
export function setWish(cells: Int32Array, isOn: boolean): void {
  Atomics.store(cells, WISH, isOn ? ON : OFF);
}

/** Whether profiling is to be on, as far as anybody has said. */
export function isWishedOn(cells: Int32Array): boolean {
  return Atomics.load(cells, WISH) !== OFF;
}

/** Returns what tells all threads of a process to look. */
export function teller(channel: string): () => void {
  const mail = new BroadcastChannel(channelOf(channel));
  mail.unref();
  return () => mail.postMessage(null);
}

/** From now on this thread does what is wished when it gets to its event loop. */
export function obeyWishes(channel: string, cells: Int32Array, session: () => Wishes | null): void {
  const mail = new BroadcastChannel(channelOf(channel));
  mail.onmessage = () => obey(cells, session());
  mail.unref();
}

/** Does at once what is wished, if that is not so. */
export function obey(cells: Int32Array, session: Wishes | null): void {
  const wish = Atomics.load(cells, WISH);
  if (session === null || wish === NONE) return;
  if (wish === OFF && session.isRunning()) session.stopForAll();
  if (wish === ON && !session.isRunning()) session.start();
}
