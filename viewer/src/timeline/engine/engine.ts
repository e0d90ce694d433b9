import { openTimeline, type BlockRef, type Lane, type Timeline } from '@tsprof/runtime/timeline';
import { ProfileError, type Profile } from '@tsprof/runtime/profile';
import { Functions } from './functions.ts';
import type {
  Picture,
  PictureQuestion,
  Span,
  ThreadRows,
  TimelineAnswer,
  TimelineFacts,
  TimelineQuestion,
} from './messages.ts';
import { threadPicture } from './picture.ts';
import { rangeProfile } from './range/range-profile.ts';
import type { Bins } from './skyline.ts';
import { sourceOf } from './sources.ts';
import { ThreadSummary, spanOf } from './thread-summary.ts';

const MOST_BINS = 2 ** 16;
const LEAST_BINS = 2 ** 10;
/** Bins of all levels and functions of all threads together. */
const MOST_CELLS = 2 ** 24;
/** Levels of a stack that a thread is expected to have. */
const LEVELS = 16;
/** How many slices a bin has on average, at most so many bins. */
const SLICES_IN_BIN = 64;
/** No screen is wider. */
const MOST_PIXELS = 2 ** 15;
/** Bins of lanes are so many pixels wide. */
const BIN_PIXELS = 2;

/** Answers what is asked of a timeline; all of it once one was opened. */
export class Engine {
  #opened: Opened | null = null;

  answer(question: TimelineQuestion): TimelineAnswer {
    if (question.kind === 'open') {
      this.#opened = null;
      this.#opened = new Opened(openTimeline(question.files.map(sourceOf)));
      return { kind: 'open', timeline: this.#opened.facts() };
    }
    return { kind: 'picture', picture: this.#timeline().picture(question) };
  }

  /** The profile of a part of the time of all threads. */
  range(span: Span): Profile {
    return this.#timeline().range(span);
  }

  #timeline(): Opened {
    if (this.#opened === null) throw new ProfileError('no timeline is open');
    return this.#opened;
  }
}

/** A timeline of which all slices were read once. */
class Opened {
  readonly #timeline: Timeline;
  readonly #functions: Functions;
  readonly #threads: readonly ThreadSummary[];
  readonly #span: Span;

  constructor(timeline: Timeline) {
    const { lanes } = timeline;
    this.#timeline = timeline;
    this.#functions = new Functions(lanes);
    this.#span = spanOfAll(lanes) ?? { from: 0, to: 1 };
    const bins = binsOf(timeline, this.#span);
    this.#threads = lanes.map((lane, row) => new ThreadSummary(lane, row, this.#functions, bins));
    this.#readAll();
  }

  /** In the order of the files: a piece of one is read once. */
  #readAll(): void {
    const blocks = this.#threads.flatMap((thread) => [
      ...thread.lane.slices.map((block) => ({ block, read: () => thread.addSlices(block) })),
      ...thread.lane.events.map((block) => ({ block, read: () => thread.addEvents(block) })),
    ]);
    for (const each of ofSources(blocks)) for (const { read } of each) read();
    for (const thread of this.#threads) {
      thread.coroutines.close();
      thread.events.sort();
    }
  }

  facts(): TimelineFacts {
    const { lanes, isCut } = this.#timeline;
    return {
      threads: this.#threads.map((thread) => thread.facts()),
      functions: this.#functions.all,
      span: this.#span,
      active: spanOfAll(lanes.map((lane) => ({ ...lane, events: [] }))) ?? this.#span,
      dropped: lanes.reduce((sum, { dropped }) => sum + dropped, 0),
      isCut,
    };
  }

  picture({ from, to, threads, ...asked }: PictureQuestion): Picture {
    const pixel = Math.max(asked.pixel, (to - from) / MOST_PIXELS);
    const bin = pixel * BIN_PIXELS;
    // Bins do not move as the picture is moved.
    const span = { from: Math.floor(from / bin) * bin, to: Math.ceil(to / bin) * bin };
    const shown = this.#shown(threads);
    const about = { span, pixel, bin, threads: shown.length };
    return { ...span, bin, threads: shown.map((thread) => threadPicture(thread, this.#functions, about)) };
  }

  range(span: Span): Profile {
    return rangeProfile(this.#threads, span);
  }

  #shown(threads: ThreadRows): readonly ThreadSummary[] {
    return threads.map((row) => this.#threads[row]!);
  }
}

/** From the first record of some lanes to the last; null where there is no time between. */
function spanOfAll(lanes: readonly Lane[]): Span | null {
  const spans = lanes.filter(({ slices, events }) => slices.length + events.length > 0).map(spanOf);
  const from = spans.reduce((least, span) => Math.min(least, span.from), Infinity);
  const to = spans.reduce((most, span) => Math.max(most, span.to), -Infinity);
  return from < to ? { from, to } : null;
}

function ofSources<T extends { readonly block: BlockRef }>(blocks: readonly T[]): readonly T[][] {
  const found = new Map<unknown, T[]>();
  for (const each of blocks) {
    const same = found.get(each.block.source) ?? [];
    found.set(each.block.source, same);
    same.push(each);
  }
  return [...found.values()].map((same) => same.sort((a, b) => a.block.at - b.block.at));
}

/** As fine as the slices are dense, and memory allows. */
function binsOf({ lanes }: Timeline, { from, to }: Span): Bins {
  let [slices, rows] = [0, 0];
  for (const lane of lanes) {
    rows += LEVELS + lane.sites.size;
    for (const { head } of lane.slices) slices += head.count;
  }
  const most = Math.min(MOST_BINS, MOST_CELLS / Math.max(1, rows), slices / SLICES_IN_BIN);
  const count = 2 ** Math.floor(Math.log2(Math.max(LEAST_BINS, most)));
  return { from, width: (to - from) / count, count };
}
