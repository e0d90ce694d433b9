import { SourceError, transformSource } from 'babel-plugin-tsprof/source';
import type { TransformRequest, Transformed } from 'babel-plugin-tsprof/source';
import { FOLDER, relativeUrl } from './page-urls.ts';
import type { PagePlan } from './plan.ts';
import { workerPrelude } from './prelude.ts';

/** How a file of a tree of pages runs, by its place there. */
export interface PageSource {
  readonly place: string;
  /** A page loads it as a module, whatever it looks like. */
  readonly isModule: boolean;
  /** It may be the main script of a worker. */
  readonly isNamed: boolean;
}

/** What the plan says of one file. */
export function pageSource({ modules, named }: PagePlan, place: string): PageSource {
  return { place, isModule: modules.includes(place), isNamed: named.includes(place) };
}

/** Instruments a file that pages load: as a script, unless only a module can look like it. */
export function transformPageSource(
  request: Omit<TransformRequest, 'format' | 'runtime' | 'prelude'>,
  { place, isModule, isNamed }: PageSource,
): Transformed {
  const asModule = (): Transformed =>
    transformSource({
      ...request,
      format: 'module',
      runtime: () => relativeUrl(place, `${FOLDER}/probes.js`),
    });
  if (isModule) return asModule();
  const prelude = isNamed ? undefined : workerPrelude(place);
  try {
    return transformSource({ ...request, format: 'script', runtime: () => '', prelude });
  } catch (error) {
    if (error instanceof SourceError) return asModule();
    throw error;
  }
}
