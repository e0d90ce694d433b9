import type { Timeline } from '@tsprof/runtime/timeline';
import { chainOf, type Chain, type Piece } from './chain.ts';
import { gainsOf, type Gain } from './gains.ts';
import { LaneSites } from '../timeline/sites.ts';
import { findTargets, tagName, type Target, type Wanted } from './targets.ts';

/** Pieces that cover a coroutine's time without gap or overlap; ns since profiling began, or of all instances one behind the other. */
export interface CriticalPath {
  readonly of: { readonly name: string; readonly wall: number };
  readonly pieces: readonly Piece[];
  readonly gains: readonly Gain[];
  /** Whether pieces that are alike are added up, and stand by their length. */
  readonly isAdded: boolean;
  /** How many instances it is of, and how many there are. */
  readonly instances: number;
  readonly all: number;
  /** Whether it has ended; if not, this is what it has come to. */
  readonly hasEnded: boolean;
  /** When it began, ns since profiling began. */
  readonly from: number;
  readonly thread: string;
}

export interface PathOptions extends Wanted {
  readonly cwd: string;
  /** All instances are added up, in place of the slowest. */
  readonly all?: boolean | undefined;
}

/** The chain of what determined how long a coroutine took. What cannot be found is a ProfileError. */
export function criticalPath(timeline: Timeline, options: PathOptions): CriticalPath {
  const targets = findTargets(timeline, options);
  const [slowest] = targets.slowest;
  const { lane, site, from, to, hasEnded } = slowest;
  const name = tagName(new LaneSites(lane, options.cwd).functionOf(site).name);
  const about = {
    all: targets.count,
    isAdded: options.all === true,
    hasEnded,
    from: lane.offset + from,
    thread: lane.info.name,
  };
  if (options.all === true) return { ...added(targets.slowest, name, options.cwd), ...about };
  const chain = chainOf(slowest, options.cwd);
  const pieces = merged(flat(chain)).map((piece) => moved(piece, lane.offset));
  return { of: { name, wall: to - from }, pieces, gains: gainsOf(chain), instances: 1, ...about };
}

function flat(chain: Chain): Piece[] {
  return chain.parts.flatMap((part) => ('state' in part ? [part] : flat(part.chain)));
}

const keyOf = ({ state, name, file, line }: Piece): string => [state, name, file, line].join('\n');

/** Neighbours that are alike are one. */
function merged(pieces: readonly Piece[]): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const last = kept.at(-1);
    if (last !== undefined && keyOf(last) === keyOf(piece)) kept[kept.length - 1] = { ...last, to: piece.to };
    else kept.push(piece);
  }
  return kept;
}

const moved = (piece: Piece, by: number): Piece => ({ ...piece, from: piece.from + by, to: piece.to + by });

/** Pieces that are alike as one, the longest first, and so laid one behind the other. */
function added(
  targets: readonly Target[],
  name: string,
  cwd: string,
): Pick<CriticalPath, 'of' | 'pieces' | 'gains' | 'instances'> {
  const sums = new Map<string, { readonly piece: Piece; time: number }>();
  const gains = new Map<string, Gain>();
  for (const target of targets) {
    const chain = chainOf(target, cwd);
    for (const piece of flat(chain)) {
      const sum = sums.get(keyOf(piece));
      if (sum === undefined) sums.set(keyOf(piece), { piece, time: piece.to - piece.from });
      else sum.time += piece.to - piece.from;
    }
    for (const gain of gainsOf(chain)) {
      const key = `${gain.file}\n${gain.name}`;
      gains.set(key, { ...gain, most: gain.most + (gains.get(key)?.most ?? 0) });
    }
  }
  let at = 0;
  const pieces = [...sums.values()]
    .sort((a, b) => b.time - a.time)
    .map(({ piece, time }) => ({ ...piece, from: at, to: (at += time) }));
  const sorted = [...gains.values()].sort((a, b) => b.most - a.most);
  return { of: { name, wall: at }, pieces, gains: sorted, instances: targets.length };
}
