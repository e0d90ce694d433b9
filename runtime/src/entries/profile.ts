/** The package's `/profile` entry: reading, adding up and walking profiles; nothing here needs Node. */
export type * from '../profile/format.ts';
export { OUTCOMES, SITE_KINDS } from '../profile/format.ts';
export { CLOCK_CHOICES, PAGE_CLOCK_CHOICES, haveCounts, haveTimes } from '../profile/clocks.ts';
export { FIGURES } from '../profile/figures.ts';
export { ownWork } from '../profile/health.ts';
export { VERSION } from '../profile/version.ts';
export { ProfileError } from '../profile/error.ts';
export { ProfileReader, checkProfile, isGzip, parseProfile } from '../profile/parse.ts';
export { ReadBudget } from '../profile/limits.ts';
export { withRawTimes } from '../profile/raw.ts';
export { mergeProfiles } from '../profile/merge.ts';
export { ProfileSum } from '../profile/sum/profile-sum.ts';
export type { NamedProfile } from '../profile/clocks.ts';
export {
  BELOW,
  OUTSIDE,
  TAG,
  namedThreads,
  placeNodes,
  selectThreads,
  tagSites,
} from '../profile/selection.ts';
export type { Selection } from '../profile/selection.ts';
export { functionOfSite } from '../profile/identity.ts';
export { NOTHING_SUSPENDED, keptSuspensions } from '../profile/suspensions.ts';
export { ROOT, sumEdges } from '../profile/edges.ts';
export type { EdgeSums, PairTable } from '../profile/edges.ts';
export type { Sums, SumsTable } from '../profile/sums.ts';
export { ROOT_PLACE, placeOf, profileStats } from '../profile/stats.ts';
export type {
  FunctionFigures,
  FunctionPlace,
  FunctionStats,
  PairStats,
  Stats,
  ThreadStats,
} from '../profile/stats.ts';
export { groupStats } from '../profile/group-stats.ts';
export type { GroupStats } from '../profile/group-stats.ts';
export { awaitLengths, awaitStats } from '../profile/await-stats.ts';
export type { AwaitStats } from '../profile/await-stats.ts';
export { hasLines, lineStats } from '../profile/line-stats.ts';
export type { LineStats } from '../profile/line-stats.ts';
export { coroutineLengths, coroutineStats } from '../profile/coroutine-stats.ts';
export type { CoroutineStats, SlowCoroutine, SuspendedCoroutines } from '../profile/coroutine-stats.ts';
export { awaiterTree } from '../profile/awaiter-tree.ts';
export type { Awaiter } from '../profile/awaiter-tree.ts';
export { blockingStats, stretchLengths } from '../profile/blocking-stats.ts';
export type { BlockingStats, DelayStats, StretchStats } from '../profile/blocking-stats.ts';
export { requestStats } from '../profile/request-stats.ts';
export type { RequestStats } from '../profile/request-stats.ts';
export { jsonText, printable, printableLines } from '../profile/printable.ts';
export { elapsedOf } from '../profile/elapsed.ts';
export { nodeFigures, walkTree } from '../profile/walk.ts';
export type { NodeFigures, VisitedNode } from '../profile/walk.ts';
export { commonDirectory, relativePath, resolvePath } from '../profile/paths.ts';
export { collectionFigures, heapFigures, memoryStats } from '../profile/memory-stats.ts';
export type { MemoryPath, MemoryReport, MemoryStats, MemoryThread } from '../profile/memory-stats.ts';
