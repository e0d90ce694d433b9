import { functionOfSite, selectThreads } from '@tsprof/runtime/profile';
import type { Profile, Selection } from '@tsprof/runtime/profile';
import type { CallNode, TreeOptions } from '@tsprof/report/tree/call-tree';
import { layOut, type Frames, type Weight } from './frames.ts';
import { memoryThread } from './memory-tree.ts';
import { calleesOf, callersOf, inverted, wholeTree } from './trees.ts';

/** What stands below what: calls, callers below the functions they have called, or both sides of one function. */
export type Shape = 'calls' | 'inverted' | 'callers' | 'callees';

/** A picture of a call tree: of which part of the profile, how it is made, and what its widths say. */
export interface FramesWanted extends Selection {
  readonly libraries: TreeOptions['libraries'];
  readonly shape: Shape;
  /** The function that `callers` and `callees` are about: a row of `sites`. */
  readonly subject: number;
  readonly weight: Weight;
}

/** Makes the tree of a profile and lays it out. */
export function framesOf(profile: Profile, wanted: FramesWanted): Frames {
  return layOut(treeOf(profile, wanted), wanted.weight);
}

function treeOf(
  profile: Profile,
  { threads, tag, libraries, shape, subject, weight }: FramesWanted,
): CallNode {
  const selected = selectThreads(profile, threads);
  const counted = weight === 'memory' ? selected.map(memoryThread) : selected;
  const whole = wholeTree(profile, counted, { tag, libraries });
  if (shape === 'calls') return whole;
  const functions = { functionOf: functionOfSite(profile) };
  if (shape === 'inverted') return inverted(whole, functions);
  return (shape === 'callers' ? callersOf : calleesOf)(whole, subject, functions);
}
