import { profileContent } from '@tsprof/runtime/files';
import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { NO_DATA, type CarriedProfile } from '@tsprof/viewer/page-data';
import { timelinesInPage, zipped } from '../viewer-page/carried-timeline.ts';
import { graphLayout } from '../viewer-page/graph-layout.ts';
import { viewerPage } from '../viewer-page/page.ts';
import type { ExportContext } from './formats.ts';
import type { GraphLimits } from './prune.ts';

/** The viewer as one file with the profile in it, which loads nothing. */
export async function html(
  profile: Profile,
  limits: GraphLimits,
  { name, sources, timelines }: ExportContext,
): Promise<Iterable<string>> {
  const graph = await graphLayout(profile, limits);
  const data = {
    ...NO_DATA,
    profile: carried(name, profile),
    graph,
    sources: sources && zipped(JSON.stringify(sources)),
    ...timelinesInPage(timelines, name),
  };
  return [...viewerPage(data, `${printable(name)} · tsprof`, 'file')];
}

function carried(name: string, profile: Profile): CarriedProfile {
  return { name, gzip: zipped([...(profileContent('', profile) as Iterable<string>)].join('')) };
}
