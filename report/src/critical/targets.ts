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

/** Those that are wanted, the slowest first; where that is any, those of the same name as the slowest; the ones that have not ended only where no other is there. */
export function findTargets({ lanes }: Timeline, wanted: Wanted): readonly Target[] {
  const all = lanes.flatMap((lane) => targetsIn(lane, sitesWanted(lane, wanted)));
  const ended = all.filter(({ hasEnded }) => hasEnded);
  const found = ended.length > 0 ? ended : all;
  const isTag = ({ lane, site }: Target) => lane.sites.get(site)?.[5] === TAG;
  // Where nobody says, requests are what one looks at, and what is not in one only where there are none.
  const isAny = wanted.tag === undefined && wanted.coroutine === undefined;
  const kept = isAny && found.some(isTag) ? found.filter(isTag) : found;
  if (kept.length === 0) throw new ProfileError(nothingOf(lanes, wanted));
  const sorted = kept.toSorted((a, b) => b.to - b.from - (a.to - a.from));
  const nameOf = ({ lane, site }: Target) => lane.sites.get(site)?.[1];
  return isAny ? sorted.filter((target) => nameOf(target) === nameOf(sorted[0]!)) : sorted;
}

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

function targetsIn(lane: Lane, wanted: ReadonlySet<number> | null): Target[] {
  if (wanted?.size === 0) return [];
  const open = new Map<number, Open>();
  const found: Target[] = [];
  let to = 0;
  for (const block of lane.slices) {
    slicesIn(block, ({ how, instance, site, start, end }) => {
      to = end;
      if ((how & HOW_MASK) === CALL || (wanted !== null && !wanted.has(site))) return;
      if ((how & FIRST_OF) !== 0) open.set(instance, { site, from: start });
      const known = open.get(instance);
      if ((how & HOW_MASK) !== ENDS || known === undefined) return;
      open.delete(instance);
      keep(found, { lane, instance, ...known, to: end, hasEnded: true });
    });
  }
  for (const [instance, known] of open) found.push({ lane, instance, ...known, to, hasEnded: false });
  return found;
}

/** More instances than are worth to be added up: of these the slowest are kept. */
const MOST = 100_000;

function keep(found: Target[], target: Target): void {
  if (found.push(target) < 2 * MOST) return;
  found.sort((a, b) => b.to - b.from - (a.to - a.from));
  found.length = MOST;
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
