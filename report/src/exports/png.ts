import { ProfileError } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import type { GraphLimits } from './prune.ts';
import { svg } from './svg.ts';

const PACKAGE = '@resvg/resvg-js';
/** Pixels for each of the graph's own units. */
const SCALE = 2;
/** A side of a picture, pixels: more take memory without end. */
const MOST_PIXELS = 16_384;

/** The graph as a picture in pixels. What draws it has a build for each platform, and is installed by who wants that. */
export async function png(profile: Profile, limits: GraphLimits): Promise<Uint8Array> {
  const { Resvg } = await loadResvg();
  const picture = await svg(profile, limits);
  const { width, height } = new Resvg(picture);
  const scale = Math.min(SCALE, MOST_PIXELS / Math.max(width, height));
  return new Resvg(picture, { fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

async function loadResvg(): Promise<typeof import('@resvg/resvg-js')> {
  try {
    return await import('@resvg/resvg-js');
  } catch (error) {
    throw new ProfileError(
      `png needs the package ${PACKAGE}: npm install ${PACKAGE}, or export svg (${(error as NodeJS.ErrnoException).code})`,
    );
  }
}
