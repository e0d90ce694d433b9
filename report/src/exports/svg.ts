import type { Profile } from '@tsprof/runtime/profile';
import { dot } from './dot.ts';
import { laidOut } from './graphviz.ts';
import type { GraphLimits } from './prune.ts';

/** The graph as a picture. */
export const svg = (profile: Profile, limits: GraphLimits): Promise<string> =>
  laidOut(dot(profile, limits), 'svg');
