/** The package's `/timeline` entry: reading timelines, and making one of several; nothing here needs Node. */
export { calleeHash, isCalledSo } from '../sites/callee.ts';
export { blocksOf } from '../timeline/blocks-of.ts';
export type { BlockRef, SourceBlocks, TimelineSource } from '../timeline/blocks-of.ts';
export { groupsOf } from '../timeline/decode.ts';
export type { Group, TimelineEvent } from '../timeline/decode.ts';
export {
  CALL,
  COLLECTION,
  HEAP_SIZE,
  CUT,
  ENDS,
  FIRST_OF,
  HOW_MASK,
  PARKS,
  PAUSE,
  STRETCH,
  WAITS,
} from '../timeline/format.ts';
export { joinTimelines } from '../timeline/join.ts';
export type { LaneInfo, LaneSite } from '../timeline/lane-writer.ts';
export type { Slice } from '../timeline/slice-block.ts';
export { eventsIn, openTimeline, slicesIn } from '../timeline/timeline.ts';
export type { Lane, Timeline } from '../timeline/timeline.ts';
