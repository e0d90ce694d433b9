import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { dot } from '../exports/dot.ts';
import { laidOut } from '../exports/graphviz.ts';
import type { GraphLimits } from '../exports/prune.ts';

/** Where Graphviz puts the functions of the call graph; null where it cannot: the page says so, and shows all else. */
export async function graphLayout(profile: Profile, limits: GraphLimits): Promise<string | null> {
  try {
    return await laidOut(dot(profile, limits), 'plain');
  } catch (error) {
    if (error instanceof ProfileError) return null;
    throw error;
  }
}
