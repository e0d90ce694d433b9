import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { dot } from './dot.ts';
import type { GraphLimits } from './prune.ts';

/** The graph laid out by Graphviz, which is loaded here and nowhere else. */
export async function svg(profile: Profile, limits: GraphLimits): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const text = [...dot(profile, limits)].join('');
  try {
    return graphviz.dot(text, 'svg');
  } catch (error) {
    throw new ProfileError(
      `Graphviz cannot lay this graph out: ${(error as Error).message}; export dot instead`,
    );
  } finally {
    // What is left in its memory may spoil the next layout.
    Graphviz.unload();
  }
}
