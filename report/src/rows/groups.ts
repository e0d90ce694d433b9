import { groupStats, profileStats } from '@tsprof/runtime/profile';
import type { GroupStats, Profile, ThreadProfile } from '@tsprof/runtime/profile';
import { TsprofError } from '../command-line/errors.ts';
import type { Row } from './columns.ts';
import { FUNCTION_ORDERS } from './function-orders.ts';
import type { Report, ReportOptions } from './function-rows.ts';
import type { Grouping } from './grouping.ts';
import { packageOf } from './packages.ts';
import { restricted } from './restrictions.ts';
import { parseSort, sortRows } from './sort.ts';

/** The program's own files, which are of no package in `node_modules`. */
const OWN_CODE = '[own code]';
const NO_TAG = '[no tag]';

type NameOfNode = Parameters<typeof groupStats>[1];

/** The same as `reportOn`, with a row for each group of functions; `filter` is about their names. */
export function reportOnGroups(
  profile: Profile,
  by: Grouping,
  options: ReportOptions,
): Report<Row & GroupStats> {
  const { threads, tag, filter, restrict = [], limit } = options;
  const sort = options.sort ?? parseSort(FUNCTION_ORDERS.first, FUNCTION_ORDERS);
  const stats = profileStats(profile, { threads, tag });
  const groups = groupStats(profile, NAMES[by](profile), { threads, tag }).map((group) => rowOf(group, by));
  const wanted = groups.filter((row) => isMine(row, by, options) && (!filter || filter.test(row.name)));
  const rows = restricted(sortRows(wanted, sort, FUNCTION_ORDERS), restrict).slice(0, limit);
  return { tag, stats, sort, rows, total: groups.length, noun: by };
}

function rowOf(group: GroupStats, by: Grouping): Row & GroupStats {
  return { ...group, file: by === 'file' ? group.name : '', line: 0, column: 0, kind: by };
}

function isMine({ name }: GroupStats, by: Grouping, { onlyMine }: ReportOptions): boolean {
  if (!onlyMine) return true;
  if (by === 'file') return packageOf(name) === null;
  if (by === 'package') return name === OWN_CODE;
  throw new TsprofError(`--only-mine leaves out functions, but those of a ${by} are shown as one`);
}

const NAMES: Readonly<Record<Grouping, (profile: Profile) => NameOfNode>> = {
  file: (profile) => bySite(profile, (site) => fileOf(profile, site)),
  package: (profile) => bySite(profile, (site) => packageOf(fileOf(profile, site)) ?? OWN_CODE),
  thread: () => (thread) => `${thread.id} ${thread.name}`,
  tag: tagNames,
};

/** What is in no file, such as a tag, is itself. */
function fileOf({ sites, files }: Profile, site: number): string {
  return files[sites.file[site]!] ?? sites.name[site]!;
}

function bySite({ sites }: Profile, nameOf: (site: number) => string): NameOfNode {
  const names = sites.name.map((_, site) => nameOf(site));
  return ({ nodes }, node) => names[nodes.site[node]!]!;
}

/** The innermost tag that a node stands below, or that it is. */
function tagNames({ sites }: Profile): NameOfNode {
  const known = new WeakMap<ThreadProfile, readonly string[]>();
  const namesIn = ({ nodes }: ThreadProfile): readonly string[] => {
    const names: string[] = [NO_TAG];
    for (let node = 1; node < nodes.site.length; node++) {
      const site = nodes.site[node]!;
      // Parents come first.
      names[node] = sites.kind[site] === 'tag' ? sites.name[site]! : names[nodes.parent[node]!]!;
    }
    return names;
  };
  return (thread, node) => {
    const names = known.get(thread) ?? namesIn(thread);
    known.set(thread, names);
    return names[node]!;
  };
}
