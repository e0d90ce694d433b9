import type { ThreadProfile } from './format.ts';

/** The sites that lead to an edge's function by the tree, itself last; the root is not among them. */
export function sitePath({ nodes, edges }: Pick<ThreadProfile, 'nodes' | 'edges'>, edge: number): number[] {
  const path = [nodes.site[edges.to[edge]!]!];
  for (let node = edges.from[edge]!; node > 0; node = nodes.parent[node]!) path.unshift(nodes.site[node]!);
  return path;
}
