import type { Content } from '@tsprof/runtime/files';
import type { Profile } from '@tsprof/runtime/profile';
import type { Timeline } from '@tsprof/runtime/timeline';
import type { GraphLimits } from './prune.ts';

/** What is known of a profile besides what is in it. */
export interface ExportContext {
  /** What its file is called. */
  readonly name: string;
  /** Texts of its source files by their names; null: they are not wanted. */
  readonly sources: Readonly<Record<string, string>> | null;
  /** Files with its timeline. */
  readonly timelines: readonly string[];
}

/** Makes a file of a profile. What it cannot do is a ProfileError. */
type Export = (profile: Profile, limits: GraphLimits, context: ExportContext) => Content | Promise<Content>;

/** Makes text of a timeline, files by how to get to them from a directory. */
type TimelineExport = (timeline: Timeline, cwd: string) => Iterable<string>;

/** One of the formats that profiles can be written in. */
export type ExportFormat = ProfileFormat | TimelineFormat;

interface Format {
  /** For whom it is. */
  readonly summary: string;
  /** What a file of this format is called: `NAME` stands for the profile's own name. */
  readonly fileName: string;
  /** It can have texts of source files in it. */
  readonly hasSources?: true;
  /** It is no text, so that no terminal can show it. */
  readonly isBinary?: true;
}

/** What formats need is loaded when it is asked for. */
export interface ProfileFormat extends Format {
  readonly load: () => Promise<Export>;
}

/** It is made of the timelines beside profiles. */
export interface TimelineFormat extends Format {
  readonly loadForTimeline: () => Promise<TimelineExport>;
}

/** By name, in the order in which help lists them. */
export const EXPORT_FORMATS: Readonly<Record<string, ExportFormat>> = {
  callgrind: {
    summary: 'KCacheGrind, QCacheGrind, callgrind_annotate',
    fileName: 'callgrind.out.NAME',
    load: async () => inPieces((await import('./callgrind.ts')).callgrind),
  },
  pprof: {
    summary: "Go's pprof, Pyroscope and its like",
    fileName: 'NAME.pb.gz',
    isBinary: true,
    load: async () => (await import('./pprof.ts')).pprof,
  },
  speedscope: {
    summary: 'speedscope.app',
    fileName: 'NAME.speedscope.json',
    load: async () => inPieces((await import('./speedscope.ts')).speedscope),
  },
  cpuprofile: {
    summary: "Chrome's DevTools, VS Code",
    fileName: 'NAME.cpuprofile',
    load: async () => inPieces((await import('./cpuprofile.ts')).cpuprofile),
  },
  chrome: {
    summary: 'Perfetto, DevTools, speedscope: the timeline of tsprof run --timeline',
    fileName: 'NAME.trace.json',
    loadForTimeline: async () => (await import('./chrome.ts')).chrome,
  },
  collapsed: {
    summary: 'flamegraph.pl and other makers of flame graphs',
    fileName: 'NAME.collapsed',
    load: async () => inPieces((await import('./collapsed.ts')).collapsed),
  },
  dot: {
    summary: 'Graphviz',
    fileName: 'NAME.dot',
    load: async () => inPieces((await import('./dot.ts')).dot),
  },
  svg: {
    summary: 'the graph as a picture',
    fileName: 'NAME.svg',
    load: async () => (await import('./svg.ts')).svg,
  },
  png: {
    summary: 'the same in pixels; needs the package @resvg/resvg-js',
    fileName: 'NAME.png',
    isBinary: true,
    load: async () => (await import('./png.ts')).png,
  },
  pstats: {
    summary: "Python's pstats, SnakeViz, gprof2dot",
    fileName: 'NAME.pstats',
    isBinary: true,
    load: async () => (await import('./pstats.ts')).pstats,
  },
  csv: {
    summary: 'spreadsheets, a row a function',
    fileName: 'NAME.csv',
    load: async () => {
      const { renderCsv } = await import('../csv/function-csv.ts');
      return inPieces((profile) => renderCsv(profile, { cwd: profile.cwd ?? '' }));
    },
  },
  codelens: {
    summary: 'editors: calls, own, total and wait above each function',
    fileName: 'NAME.codelens.json',
    load: async () => inPieces((await import('./codelens.ts')).codelens),
  },
  html: {
    summary: 'the viewer, one page that needs nothing else',
    fileName: 'NAME.html',
    hasSources: true,
    load: async () => (await import('./html.ts')).html,
  },
};

/** Text that is made as it is written; where a file has to be written another way, it is made again. */
function inPieces(make: (profile: Profile, limits: GraphLimits) => Iterable<string>): Export {
  return (profile, limits) => ({ [Symbol.iterator]: () => make(profile, limits)[Symbol.iterator]() });
}
