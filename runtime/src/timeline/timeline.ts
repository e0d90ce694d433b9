import { ProfileError } from '../profile/error.ts';
import { blocksOf, contentOf, damaged, type BlockRef, type TimelineSource } from './blocks-of.ts';
import { DamagedBlock, eachSlice, eventsOf, type TimelineEvent } from './decode.ts';
import { EVENTS, LANE, MOST_SLICES_BYTES, SITES, SLICES } from './format.ts';
import { laneInfo, laneSites } from './lane-json.ts';
import type { LaneInfo, LaneSite } from './lane-writer.ts';
import type { Slice } from './slice-block.ts';

/** A thread of a timeline. Times of its slices and events count from `offset` (ns) after the timeline's beginning. */
export interface Lane {
  readonly info: LaneInfo;
  readonly offset: number;
  readonly sites: ReadonlyMap<number, LaneSite>;
  /** Its blocks of slices and of events, by the ends of what is in them. */
  readonly slices: readonly BlockRef[];
  readonly events: readonly BlockRef[];
  /** How many slices and events are missing. */
  readonly dropped: number;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Whether the end of a file is missing: the run was killed, or goes on. */
  readonly isCut: boolean;
}

const MOST_LANES = 2 ** 14;
/** Bytes of JSON of all lanes. */
const MOST_JSON = 256 * 2 ** 20;
const MOST_EVENTS_BYTES = 2 ** 20;

/** The timeline in these files, each of which has some of its lanes. What is damaged is a ProfileError. */
export function openTimeline(sources: readonly TimelineSource[]): Timeline {
  const lanes: OpenLane[] = [];
  const budget = { json: MOST_JSON };
  let isCut = false;
  for (const source of sources) {
    const found = blocksOf(source);
    isCut ||= found.isCut;
    const own = new Map<number, OpenLane>();
    for (const block of found.blocks) take(block, own, lanes, budget);
  }
  const origins = lanes.flatMap(({ info: { origin } }) => (origin === null ? [] : [origin]));
  const begin = origins.reduce((least, origin) => Math.min(least, origin), Infinity);
  return { lanes: lanes.map((lane) => ({ ...lane, offset: offsetOf(lane.info, begin) })), isCut };
}

/** Lanes on no common clock begin with the timeline. */
function offsetOf({ origin }: LaneInfo, begin: number): number {
  return origin === null ? 0 : origin - begin;
}

interface OpenLane {
  readonly info: LaneInfo;
  readonly sites: Map<number, LaneSite>;
  readonly slices: BlockRef[];
  readonly events: BlockRef[];
  dropped: number;
}

function take(
  block: BlockRef,
  own: Map<number, OpenLane>,
  lanes: OpenLane[],
  budget: { json: number },
): void {
  const { source, at, head } = block;
  if (head.type === LANE) {
    const lane = {
      info: laneInfo(json(block, budget), source.name),
      sites: new Map(),
      slices: [],
      events: [],
      dropped: 0,
    };
    if (lanes.push(lane) > MOST_LANES)
      throw new ProfileError(`${source.name}: too large: more than ${MOST_LANES} threads are not read`);
    own.set(head.lane, lane);
    return;
  }
  if (head.type !== SITES && head.type !== SLICES && head.type !== EVENTS) return;
  const lane = own.get(head.lane);
  if (lane === undefined)
    throw damaged(source, at, `it is of thread ${head.lane}, which nothing has told of`);
  if (head.type === SITES) {
    for (const site of laneSites(json(block, budget), source.name)) lane.sites.set(site[0], site);
    return;
  }
  const isSlices = head.type === SLICES;
  if (head.length > (isSlices ? MOST_SLICES_BYTES : MOST_EVENTS_BYTES))
    throw damaged(source, at, `a block of ${head.length} bytes is too large`);
  if (!(
    head.first >= 0 &&
    head.last >= head.first &&
    head.last <= Number.MAX_SAFE_INTEGER &&
    head.running >= 0
  ))
    throw damaged(source, at, 'the block is at no time');
  lane.dropped += head.dropped;
  (isSlices ? lane.slices : lane.events).push(block);
}

function json(block: BlockRef, budget: { json: number }): unknown {
  const { source, at, head } = block;
  budget.json -= head.length;
  if (budget.json < 0)
    throw new ProfileError(`${source.name}: too large: more than 256 MiB of names are not read`);
  try {
    return JSON.parse(new TextDecoder().decode(contentOf(block))) as unknown;
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw damaged(source, at, 'its JSON cannot be read');
  }
}

/** Tells the slices of a block one by one; the object is the same each time. */
export function slicesIn(block: BlockRef, visit: (slice: Slice) => void): void {
  orDamaged(block, () => eachSlice(contentOf(block), block.head, visit));
}

/** The events of a block. */
export function eventsIn(block: BlockRef): TimelineEvent[] {
  return orDamaged(block, () => eventsOf(contentOf(block), block.head));
}

function orDamaged<T>({ source, at }: BlockRef, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DamagedBlock) throw damaged(source, at, error.message);
    throw error;
  }
}
