/** The package's `/profile` entry: reading, adding up and walking profiles; nothing here needs Node. */
export type * from './profile/format.ts';
export { SITE_KINDS } from './profile/format.ts';
export { VERSION } from './profile/version.ts';
export { ProfileError } from './profile/error.ts';
export { checkProfile, parseProfile } from './profile/parse.ts';
export { withRawTimes } from './profile/raw.ts';
export { mergeProfiles } from './profile/merge.ts';
export type { NamedProfile } from './profile/clocks.ts';
export type { Selection } from './profile/selection.ts';
export { ROOT, sumEdges } from './profile/edges.ts';
export type { EdgeSums, Pair } from './profile/edges.ts';
export type { Sums } from './profile/sums.ts';
export { ROOT_PLACE, profileStats } from './profile/stats.ts';
export type { FunctionPlace, FunctionStats, PairStats, Stats, ThreadStats } from './profile/stats.ts';
export { elapsedTogether } from './profile/elapsed.ts';
export { nodeFigures, walkTree } from './profile/walk.ts';
export type { NodeFigures, VisitedNode } from './profile/walk.ts';
export { commonDirectory, relativePath, resolvePath } from './profile/paths.ts';
