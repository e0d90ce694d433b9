/** The formats that can be imported, apart from what reads them. */
export const IMPORT_FORMAT_NAMES = [
  ...(['cpuprofile', 'callgrind', 'pstats', 'collapsed', 'speedscope', 'pprof'] as const),
] as const;

export type ImportFormatName = (typeof IMPORT_FORMAT_NAMES)[number];
