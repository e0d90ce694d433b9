import type { SiteRow } from '../sites/registry.ts';
import type { ReplayState } from '../replay/state.ts';
import { LaneWriter, type BlockSink } from '../timeline/lane-writer.ts';
import { TimelineRecorder } from '../timeline/recorder.ts';
import type { CollectionsMessage, HeapSizeMessage, JoinMessage } from './messages.ts';

/** How often what there is is written, ms: a run that is killed loses no more of its timeline. */
const INTERVAL = 1000;

/** Where a timeline is written. */
export interface TimelineFile extends BlockSink {
  /** Called now and then: a run may have moved its files, or be over. */
  follow(): void;
}

/** How timelines are recorded. */
export interface TimelineOptions {
  /** Plain calls of less (ns) are left out. */
  readonly threshold: number;
  /** What names of files are relative to; null: the thread's own directory. */
  readonly cwd: string | null;
  /** Time, ms. */
  readonly now: () => number;
}

interface RecordedThread {
  readonly recorder: TimelineRecorder;
  readonly writer: LaneWriter;
  readonly origin: number;
}

/** Writes the timeline of all threads of an accountant. */
export class Timelines {
  readonly #threads = new Map<number, RecordedThread>();
  readonly #file: TimelineFile;
  readonly #options: TimelineOptions;
  #lanes = 0;
  #due: number;

  constructor(file: TimelineFile, options: TimelineOptions) {
    this.#file = file;
    this.#options = options;
    this.#due = options.now() + INTERVAL;
  }

  /** A thread has joined, whose log is replayed into `state`; `sites`: the rows of its sites, as they get known. */
  watch({ thread, info, ring }: JoinMessage, state: ReplayState, sites: readonly SiteRow[]): void {
    const { id, name, pid, cwd, started } = info;
    const { threshold } = this.#options;
    const origin = ring?.wallOrigin ?? null;
    const lane = { id, name, pid, cwd: this.#options.cwd ?? cwd, started, origin, threshold };
    const writer = new LaneWriter(this.#lanes++, lane, sites, this.#file);
    const recorder = new TimelineRecorder(state, writer, threshold);
    this.#threads.set(thread, { recorder, writer, origin: origin ?? 0 });
  }

  /** A thread has left, or ended. */
  leave(thread: number): void {
    this.#threads.get(thread)?.recorder.close();
    this.#threads.delete(thread);
  }

  /** A thread's collector was at work. */
  note({ thread, times }: CollectionsMessage): void {
    const found = this.#threads.get(thread);
    if (found === undefined) return;
    for (let at = 0; at < times.length; at += 3)
      found.recorder.collected(Math.max(0, times[at]! - found.origin), times[at + 1]!, times[at + 2]!);
  }

  /** A thread's heap was that large. */
  noteSize({ thread, time, used }: HeapSizeMessage): void {
    const found = this.#threads.get(thread);
    found?.recorder.measured(Math.max(0, time - found.origin), used);
  }

  /** Writes what has come since the last time, if it is time. */
  write(): void {
    const now = this.#options.now();
    if (now < this.#due) return;
    this.#due = now + INTERVAL;
    for (const { writer } of this.#threads.values()) writer.flush();
    this.#file.follow();
  }

  /** Writes all there is: the run is over, or so it seems. */
  finish(): void {
    for (const { recorder } of this.#threads.values()) recorder.close();
    this.#file.follow();
  }
}
