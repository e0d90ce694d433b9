import type { Profile } from '@tsprof/runtime/profile';
import { dot } from './dot.ts';
import type { GraphLimits } from './prune.ts';

/** The graph laid out by Graphviz, which is loaded here and nowhere else. */
export async function svg(profile: Profile, limits: GraphLimits): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  return graphviz.dot([...dot(profile, limits)].join(''), 'svg');
}
