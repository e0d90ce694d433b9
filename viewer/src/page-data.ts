/** What a page carries with it, as JSON in a script element that is never run: written by the report package, read here. */
export interface PageData {
  readonly profile: CarriedProfile | null;
  /** The running program that the profile is of, which is asked again and again; null: the profile stays as it is. */
  readonly live: LiveData | null;
  /** What to compare it with. */
  readonly before: CarriedProfile | null;
  /** Graphviz' layout of the call graph, in its format `plain`; null: a worker makes one, if there is one. */
  readonly graph: string | null;
  /** URL of the worker that lays graphs out, relative to the page; null in a file. */
  readonly graphWorker: string | null;
  /** When things happened; null: no timeline was recorded. */
  readonly timeline: CarriedTimeline | null;
  /** The script of the worker that reads profiles and timelines, also those that are dropped on the page. */
  readonly readingWorker: { readonly url: string } | { readonly gzip: string } | null;
  /** URL behind which texts of source files are, by their rows in `files`; null: only what is in `sources`. */
  readonly sourceUrl: string | null;
  /** Texts of source files by name, as JSON, gzipped and in base64; null for none. */
  readonly sources: string | null;
}

/** A profile in the page, gzipped and in base64, or at a URL as JSON. */
export type CarriedProfile = { readonly name: string } & (
  { readonly gzip: string } | { readonly url: string }
);

/** A timeline: its files below the page's URL, or in the page, gzipped and in base64; or why it is neither, as a sentence. */
export type CarriedTimeline =
  | { readonly files: readonly { readonly name: string; readonly url: string; readonly size: number }[] }
  | { readonly name: string; readonly gzip: string }
  | { readonly absent: string };

/** Where a running program is asked, relative to the page. */
export interface LiveData {
  /** From one look to the next, ms. */
  readonly interval: number;
  /** What each thread is doing, as ControlStacks. */
  readonly stacksUrl: string;
  /** Behind this stands what the program is told to do: `start`, `stop`, `clear`. The answer is its ControlStatus. */
  readonly actUrl: string;
  /** Behind this stands a number of bytes. The answer is what follows them of the program's timeline: empty, if nothing does. */
  readonly timelineUrl: string;
}

/** The id of that script element. */
export const PAGE_DATA_ID = 'page-data';
/** The id of the element that the page is shown in. */
export const PAGE_ROOT_ID = 'viewer';

/** A page opened without a profile: files can be dropped on it. */
export const NO_DATA: PageData = {
  ...{
    profile: null,
    live: null,
    before: null,
    graph: null,
    graphWorker: null,
    timeline: null,
    readingWorker: null,
    sourceUrl: null,
    sources: null,
  },
};
