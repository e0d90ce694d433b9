import { computed, signal } from '@preact/signals';
import type { Profile } from '@tsprof/runtime/profile';
import { matchFunctions } from '@tsprof/report/diff/match';
import { reportOnDiff, type DiffReport } from '@tsprof/report/diff/report';
import { relocateShortly } from '@tsprof/report/processors/relocate';
import type { ComparedFigure } from '@tsprof/report/diff/figures';
import { identityOf } from '@tsprof/report/diff/run-table';
import { runsOf } from '@tsprof/report/diff/runs';
import { callTree, childOf, newNode, type CallNode, type TreeOptions } from '@tsprof/report/tree/call-tree';
import { onlyMine, tag } from '../state/filter.ts';
import { profile } from '../state/profile.ts';
import { earlier } from '../state/opened.ts';
import { Sites } from '../state/sites.ts';
import { ROOT_SITE } from '../flame/trees.ts';
import { isUnfolded } from '../flame/flame.tsx';

/** The figure that changes are sorted by. */
export const comparedFigure = signal<ComparedFigure>('tsub');

/** Threads have other ids in each run: all of them are compared. */
const part = computed(() => ({ tag: tag.value || undefined }));

/** The earlier profile, with its files named as those of the later one are. */
const before = computed<Profile | null>(() =>
  earlier.value === null ? null : namedAlike(earlier.value.profile, profile.value),
);

/**
 * The page came with files named from where it was made, others are named from where they ran: they are of one program if that
 * makes them the same. Of two checkouts the paths within them are.
 */
function namedAlike(one: Profile, other: Profile): Profile {
  const known = new Set(other.files);
  const common = ({ files }: Profile) => files.filter((file) => known.has(file)).length;
  const moved = relocateShortly(one, other.cwd ?? '');
  return common(moved) > common(one) ? moved : one;
}

/** What has changed, as `tsprof diff` has it; a text says why nothing can be compared. */
export const comparison = computed<DiffReport | string | null>(() => {
  if (before.value === null) return null;
  const options = { cwd: profile.value.cwd ?? '', sort: comparedFigure.value };
  try {
    const [one, other] = [before.value, profile.value].map((each) => runsOf([each], part.value));
    return reportOnDiff(one!, other!, options);
  } catch (error) {
    // One of both has no such tag.
    return (error as Error).message;
  }
});

/** The trees of both in one: below each function what it called in either of them. */
export interface MergedTree {
  /** Sites are those of the later profile, then those that only the earlier one has. */
  readonly root: CallNode;
  readonly before: ReadonlyMap<CallNode, CallNode>;
  readonly after: ReadonlyMap<CallNode, CallNode>;
  readonly sitesBefore: Sites;
  readonly sitesAfter: Sites;
}

export const mergedTree = computed<MergedTree | null>(() => {
  if (before.value === null || typeof comparison.value === 'string') return null;
  const sitesBefore = new Sites(before.value);
  const sitesAfter = new Sites(profile.value);
  const siteOfBefore = laterSites(sitesBefore, sitesAfter);
  const merged = { root: newNode(ROOT_SITE), before: new Map(), after: new Map(), sitesBefore, sitesAfter };
  addTrees(sitesBefore.profile, merged.root, merged.before, siteOfBefore);
  addTrees(sitesAfter.profile, merged.root, merged.after, (site) => sitesAfter.functionOf[site]!);
  return merged;
});

/** What a site of the earlier profile is in the later one; behind all of that where it is nothing. */
function laterSites(before: Sites, after: Sites): (site: number) => number {
  const [one, other] = [before, after].map(
    ({ profile: each }) => runsOf([each], part.value).group().functions,
  );
  const keys = new Map<string, number>();
  after.functionOf.forEach((first, site) => first === site && keys.set(after.keyOf(site), site));
  const later = new Map<string, number>();
  for (const match of matchFunctions(one!, other!)) {
    const found = match.after && keys.get(identityOf(match.after.place));
    if (match.before && found !== undefined) later.set(identityOf(match.before.place), found);
  }
  const behind = after.functionOf.length;
  return (site) => later.get(before.keyOf(site)) ?? behind + before.functionOf[site]!;
}

function addTrees(
  of: Profile,
  root: CallNode,
  found: Map<CallNode, CallNode>,
  siteOf: (site: number) => number,
): void {
  const options: TreeOptions = {
    ...part.value,
    libraries: onlyMine.value ? 'none' : isUnfolded.value ? 'all' : 'entries',
  };
  for (const thread of of.threads) {
    const open: (readonly [CallNode, CallNode])[] = [[root, callTree(of, thread, options)]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [into, node] = next;
      found.set(into, added(found.get(into), node));
      for (const child of node.children.values()) open.push([childOf(into, siteOf(child.site)), child]);
    }
  }
}

/** Of several threads, the sum. */
function added(one: CallNode | undefined, other: CallNode): CallNode {
  if (one === undefined) return other;
  return {
    ...other,
    ncall: one.ncall + other.ncall,
    own: one.own + other.own,
    running: one.running + other.running,
    waiting: one.waiting + other.waiting,
    wait: { count: one.wait.count + other.wait.count, time: one.wait.time + other.wait.time },
  };
}
