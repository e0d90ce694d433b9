import type * as t from '@babel/types';
import { childrenOf, isFunction } from '../syntax.ts';
import type { SiteNode } from '../table.ts';
import type { Match, Matcher } from './matcher.ts';
import type { OriginalSite } from './original.ts';

/** What the functions of a file are found to be, before probes change it. */
export interface Matches {
  of(node: SiteNode): Match | null;
  /** Whether it is the one that counts as its original: compilers make several functions of one. */
  isOriginal(node: SiteNode): boolean;
}

/** Matches all functions of a file. Of those with one original, the surest is that, the first of equals. */
export function matchAll(program: t.Program, matcher: Matcher): Matches {
  const matches = new Map<SiteNode, Match>();
  const claims = new Map<OriginalSite, SiteNode>();
  for (const node of sitesIn(program)) {
    const match = matcher.match(node);
    if (match === null) continue;
    matches.set(node, match);
    const { original, rank } = match;
    if (original === null) continue;
    const other = claims.get(original);
    if (other === undefined || rank < matches.get(other)!.rank) claims.set(original, node);
  }
  return {
    of: (node) => matches.get(node) ?? null,
    isOriginal: (node) => claims.get(matches.get(node)!.original!) === node,
  };
}

/** All that may get probes, each before what is inside. */
function* sitesIn(node: t.Node): Generator<SiteNode> {
  if (isFunction(node) || node.type === 'StaticBlock' || node.type === 'Program') yield node;
  for (const child of childrenOf(node)) yield* sitesIn(child);
}
