import type { Mark } from '../../accountant/messages.ts';
import type { Health } from '../../profile/health.ts';
import { SITE_KINDS } from '../../profile/format.ts';
import type { SiteRow } from '../../sites/registry.ts';
import { Spans, type Span } from '../../replay/spans.ts';
import type { ReplayState } from '../../replay/replay.ts';

import { Tracks } from './tracks.ts';

/** A coroutine that took less than that (ns) is not shown. */
export const LEAST = 1e6;
/** So many are shown each time that the realm is told, the longest. */
export const MOST = 500;
/** How often it is told, ms. */
export const TELLING = 250;

const NS_PER_MS = 1e6;
const MODULE = SITE_KINDS.indexOf('module');

/** What a realm's timeline is to show: the coroutines that have ended, as marks. */
export class Timeline {
  readonly #rows: readonly SiteRow[];
  readonly #tracks = new Tracks();
  #spans: Span[] = [];
  #shown = 0;
  #leftOut = 0;

  /** Of what is replayed into `state`; `rows`: the sites, as they get known. */
  constructor(state: ReplayState, rows: readonly SiteRow[]) {
    state.observer = new Spans(state, LEAST, (span) => this.#take(span));
    this.#rows = rows;
  }

  get health(): Health {
    return { spans: this.#shown, spansLeftOut: this.#leftOut };
  }

  /** What is new since the last time. */
  takeMarks(): readonly Mark[] {
    this.#keepLongest();
    const marks: Mark[] = [];
    for (const span of this.#spans.sort((a, b) => a.end - b.end || b.start - a.start)) {
      const track = this.#tracks.place(span.start, span.end);
      if (track === null) this.#leftOut++;
      else marks.push(this.#mark(span, track));
    }
    this.#shown += marks.length;
    this.#spans = [];
    return marks;
  }

  #take(span: Span): void {
    // A module is a coroutine only where it waits.
    if (span.waits === 0 && this.#rows[span.site]?.kind === MODULE) return;
    if (this.#spans.push(span) > 2 * MOST) this.#keepLongest();
  }

  #keepLongest(): void {
    if (this.#spans.length <= MOST) return;
    this.#spans.sort((a, b) => b.end - b.start - (a.end - a.start));
    this.#leftOut += this.#spans.length - MOST;
    this.#spans.length = MOST;
  }

  #mark({ site, start, end, waited, waits }: Span, track: number): Mark {
    const { name, file, line, kind } = this.#rows[site] ?? this.#rows[0]!;
    return {
      name,
      kind: SITE_KINDS[kind] ?? 'function',
      place: file === '' ? '' : `${file}:${line}`,
      start: start / NS_PER_MS,
      end: end / NS_PER_MS,
      waited: waited / NS_PER_MS,
      waits,
      track,
    };
  }
}
