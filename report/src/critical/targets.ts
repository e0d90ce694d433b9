import { ProfileError, SITE_KINDS } from '@tsprof/runtime/profile';
import { ENDS, FIRST_OF, CALL, HOW_MASK, slicesIn } from '@tsprof/runtime/timeline';
import type { Lane, Timeline } from '@tsprof/runtime/timeline';

/** Which coroutines are looked at: by a tag, by their function's name, or none in particular. */
export interface Wanted {
  readonly tag?: string | undefined;
  readonly coroutine?: string | undefined;
}

/** A coroutine, from its start to its end; log time of its lane, ns. */
export interface Target {
  readonly lane: Lane;
  readonly instance: number;
  readonly site: number;
  readonly from: number;
  readonly to: number;
  /** Whether it has ended: if not, `to` is where its thread's timeline ends. */
  readonly hasEnded: boolean;
}

const TAG = SITE_KINDS.indexOf('tag');

/** Instances that are looked at: the slowest of them, the slowest first, and how many there are. */
export interface Targets {
  readonly slowest: readonly [Target, ...Target[]];
  readonly count: number;
}

/** So many are kept of each function. */
const MOST = 1000;

/**
 * Those that are wanted; where that is any, those of the same name as the slowest. The ones that have not ended only where no
 * other is there. A ProfileError says what there is, where there is none.
 */
export function findTargets({ lanes }: Timeline, wanted: Wanted): Targets {
  const all = lanes.flatMap((lane) => [...groupsIn(lane, sitesWanted(lane, wanted)).values()]);
  const ended = all.filter(({ hasEnded }) => hasEnded);
  const found = ended.length > 0 ? ended : all;
  // Where nobody says, requests are what one looks at, and what is not in one only where there are none.
  const isAny = wanted.tag === undefined && wanted.coroutine === undefined;
  const kept = isAny && found.some(isOfTag) ? found.filter(isOfTag) : found;
  const first = kept.flatMap(({ slowest }) => slowest).reduce<Target | null>(slower, null);
  if (first === null) throw new ProfileError(nothingOf(lanes, wanted));
  const same = isAny ? kept.filter(({ slowest }) => nameOf(slowest[0]!) === nameOf(first)) : kept;
  const slowest = same.flatMap((group) => group.slowest).sort(bySlowest);
  return {
    slowest: slowest.slice(0, MOST) as [Target, ...Target[]],
    count: same.reduce((sum, { count }) => sum + count, 0),
  };
}

const bySlowest = (a: Target, b: Target): number => b.to - b.from - (a.to - a.from);
const slower = (a: Target | null, b: Target): Target => (a === null || bySlowest(a, b) > 0 ? b : a);
const nameOf = ({ lane, site }: Target): string | undefined => lane.sites.get(site)?.[1];
const isOfTag = ({ slowest: [target] }: Group): boolean => target!.lane.sites.get(target!.site)?.[5] === TAG;

/** The sites of a lane that are wanted; null: all of them. */
function sitesWanted({ sites }: Lane, { tag, coroutine }: Wanted): ReadonlySet<number> | null {
  if (tag === undefined && coroutine === undefined) return null;
  const isWanted = (name: string, kind: number): boolean =>
    tag === undefined
      ? kind !== TAG && isNamed(name, coroutine!)
      : kind === TAG && tagName(name) === tagName(tag);
  return new Set(
    [...sites.values()].filter(([, name, , , , kind]) => isWanted(name, kind)).map(([site]) => site),
  );
}

/** By the whole name, or what stands behind its last stroke or point. */
function isNamed(name: string, wanted: string): boolean {
  return name === wanted || name.endsWith(`/${wanted}`) || name.endsWith(`.${wanted}`);
}

/** What the program calls a tag: tables put it in brackets. */
export const tagName = (name: string): string => /^\[tag ([^]*)\]$/.exec(name)?.[1] ?? name;

interface Open {
  readonly site: number;
  readonly from: number;
}

/** The instances of a function in a lane that have ended, or that have not: the slowest, and how many. */
interface Group {
  readonly hasEnded: boolean;
  readonly slowest: Target[];
  count: number;
}

function groupsIn(lane: Lane, wanted: ReadonlySet<number> | null): Map<string, Group> {
  const groups = new Map<string, Group>();
  if (wanted?.size === 0) return groups;
  const open = new Map<number, Open>();
  let to = 0;
  for (const block of lane.slices) {
    slicesIn(block, ({ how, instance, site, start, end }) => {
      to = end;
      if ((how & HOW_MASK) === CALL || (wanted !== null && !wanted.has(site))) return;
      if ((how & FIRST_OF) !== 0) open.set(instance, { site, from: start });
      const known = open.get(instance);
      if ((how & HOW_MASK) !== ENDS || known === undefined) return;
      open.delete(instance);
      keep(groups, { lane, instance, ...known, to: end, hasEnded: true });
    });
  }
  for (const [instance, known] of open) keep(groups, { lane, instance, ...known, to, hasEnded: false });
  return groups;
}

function keep(groups: Map<string, Group>, target: Target): void {
  const key = `${target.site} ${target.hasEnded}`;
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { hasEnded: target.hasEnded, slowest: [], count: 0 }));
  group.count++;
  if (group.slowest.push(target) < 2 * MOST) return;
  group.slowest.sort(bySlowest);
  group.slowest.length = MOST;
}

function nothingOf(lanes: readonly Lane[], { tag, coroutine }: Wanted): string {
  if (tag === undefined && coroutine === undefined) return 'the timeline has no coroutine';
  const names = new Set<string>();
  for (const { sites } of lanes)
    for (const [, name, , , , kind] of sites.values())
      if (tag === undefined ? isCoroutine(kind) : kind === TAG)
        names.add(tag === undefined ? name : tagName(name));
  const what = tag === undefined ? 'coroutine' : 'tag';
  const list = [...names]
    .sort()
    .slice(0, 20)
    .map((name) => JSON.stringify(name));
  const rest = names.size > list.length ? ', …' : '';
  return `no ${what} is called ${JSON.stringify(tag ?? coroutine)}; there are: ${list.join(', ') || 'none'}${rest}`;
}

const COROUTINES: readonly string[] = ['async function', 'generator', 'async generator', 'module'];
const isCoroutine = (kind: number): boolean => COROUTINES.includes(SITE_KINDS[kind] ?? '');
