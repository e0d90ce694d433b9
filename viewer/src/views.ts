import type { ComponentType } from 'preact';
import { Awaits } from './awaits/awaits.tsx';
import { Blocking } from './blocking/blocking.tsx';
import { Coroutines } from './coroutines/coroutines.tsx';
import { Diff } from './diff/diff.tsx';
import { Flame } from './flame/flame.tsx';
import { Graph } from './graph/graph.tsx';
import { Overview } from './overview/overview.tsx';
import { Requests } from './requests/requests.tsx';
import { Source } from './source/source.tsx';
import { Sunburst } from './sunburst/sunburst.tsx';
import { Table } from './table/table.tsx';
import { Timeline } from './timeline/timeline.tsx';

/** One way to look at a profile. */
export interface View {
  /** In the page's URL. */
  readonly id: string;
  readonly title: string;
  /** What it answers. */
  readonly words: string;
  readonly Show: ComponentType;
  /** Whether the selected function is told of beside it. */
  readonly hasDetails: boolean;
}

/** The keys that lead to the first of them. */
export const VIEW_KEYS = '123456789';

/** All views, in the order of their tabs: a new one is a row here. */
export const VIEWS: readonly View[] = [
  {
    ...{ id: 'overview', title: 'Overview', words: 'What to look at first', hasDetails: false },
    Show: Overview,
  },
  {
    ...{ id: 'table', title: 'Table', words: 'All functions with all figures', hasDetails: true },
    Show: Table,
  },
  {
    ...{ id: 'flame', title: 'Flame', words: 'The call tree, by time or calls', hasDetails: true },
    Show: Flame,
  },
  {
    ...{ id: 'sunburst', title: 'Sunburst', words: 'The call tree in rings', hasDetails: true },
    Show: Sunburst,
  },
  {
    ...{ id: 'graph', title: 'Graph', words: 'Who calls whom', hasDetails: true },
    Show: Graph,
  },
  {
    ...{ id: 'awaits', title: 'Awaits', words: 'Where coroutines wait, and for what', hasDetails: true },
    Show: Awaits,
  },
  {
    ...{
      id: 'blocking',
      title: 'Blocking',
      words: 'Who holds the thread, and whom that delays',
      hasDetails: true,
    },
    Show: Blocking,
  },
  {
    ...{
      id: 'coroutines',
      title: 'Coroutines',
      words: 'How coroutines ended, how long they lived, and who waits for whom',
      hasDetails: true,
    },
    Show: Coroutines,
  },
  {
    ...{ id: 'requests', title: 'Requests', words: 'What requests take, route by route', hasDetails: true },
    Show: Requests,
  },
  {
    ...{
      id: 'timeline',
      title: 'Timeline',
      words: 'When threads and coroutines ran and waited',
      hasDetails: true,
    },
    Show: Timeline,
  },
  {
    ...{ id: 'source', title: 'Source', words: 'The files, line by line', hasDetails: true },
    Show: Source,
  },
  {
    ...{ id: 'diff', title: 'Diff', words: 'What has changed since another profile', hasDetails: true },
    Show: Diff,
  },
];
