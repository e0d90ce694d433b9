import type { SiteRow } from '../../sites/registry.ts';
import type { ReplayState } from '../../replay/state.ts';
import { LaneWriter } from '../../timeline/lane-writer.ts';
import { TimelineRecorder } from '../../timeline/recorder.ts';
import type { CollectionsLetter, JoinLetter } from './messages.ts';
import type { ProfileFile } from './profile-file.ts';
import { TimelineFile } from './timeline-file.ts';

/** How often what there is is written, ms: a run that is killed loses no more of its timeline. */
const INTERVAL = 1000;

const { performance } = globalThis;

interface RecordedThread {
  readonly recorder: TimelineRecorder;
  readonly writer: LaneWriter;
  readonly origin: number;
}

/** Writes the timeline of all threads whose rings the companion reads. */
export class Timelines {
  readonly #threads = new Map<number, RecordedThread>();
  readonly #file: TimelineFile;
  readonly #cwd: string | null;
  readonly #threshold: number;
  #lanes = 0;
  #due = performance.now() + INTERVAL;

  /** Beside the profile in `file`; plain calls of less than `threshold` ns are left out. */
  constructor(file: ProfileFile, threshold: number) {
    this.#file = new TimelineFile(file);
    this.#cwd = typeof file === 'string' ? null : file.cwd;
    this.#threshold = threshold;
  }

  /** A thread has joined, whose log is replayed into `state`; `sites`: the rows of its sites, as they get known. */
  watch({ thread, info, wallOrigin }: JoinLetter, state: ReplayState, sites: readonly SiteRow[]): void {
    const { id, name, pid, cwd, started } = info;
    const lane = {
      id,
      name,
      pid,
      cwd: this.#cwd ?? cwd,
      started,
      origin: wallOrigin,
      threshold: this.#threshold,
    };
    const writer = new LaneWriter(this.#lanes++, lane, sites, this.#file);
    const recorder = new TimelineRecorder(state, writer, this.#threshold);
    this.#threads.set(thread, { recorder, writer, origin: wallOrigin ?? 0 });
  }

  /** It has left. */
  leave(thread: number): void {
    this.#threads.get(thread)?.recorder.close();
    this.#threads.delete(thread);
  }

  /** A thread's collector was at work. */
  note({ thread, times }: CollectionsLetter): void {
    const found = this.#threads.get(thread);
    if (found === undefined) return;
    for (let at = 0; at < times.length; at += 3)
      found.recorder.collected(Math.max(0, times[at]! - found.origin), times[at + 1]!, times[at + 2]!);
  }

  /** Writes what has come since the last time, if it is time. */
  write(): void {
    const now = performance.now();
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
