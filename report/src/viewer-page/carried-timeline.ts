import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PageData } from '@tsprof/viewer/page-data';
import { viewerFile } from './viewer-files.ts';

/** A page that is one file has no larger timeline in it: some 50,000 slices. */
const MOST_BYTES = 512 * 1024;

/** Where the server of a page has timelines, by their numbers. */
export const TIMELINE_URL = 'timeline/';

type Timelines = Pick<PageData, 'timeline' | 'readingWorker'>;

/** The timelines of a profile for a page whose server has them. */
export function servedTimelines(paths: readonly string[]): Timelines {
  const files = paths.map((path, at) => ({
    ...{ name: basename(path), url: `${TIMELINE_URL}${at}`, size: statSync(path).size },
  }));
  const readingWorker = { url: 'reading-worker.js' };
  return { timeline: files.length > 0 ? { files } : null, readingWorker };
}

/** The same for a page that is a file by itself. */
export function timelinesInPage(paths: readonly string[], profile: string): Timelines {
  const readingWorker = { gzip: zipped(viewerFile('carried-worker.js')) };
  const [path, ...others] = paths;
  if (path === undefined) return { timeline: null, readingWorker };
  const { size } = statSync(path);
  if (others.length === 0 && size <= MOST_BYTES)
    return { timeline: { name: basename(path), gzip: zipped(readFileSync(path)) }, readingWorker };
  const how = `tsprof view ${profile} shows it; or drop its file ${basename(path)} on this page.`;
  return { timeline: { absent: `The timeline is too large for a page: ${how}` }, readingWorker };
}

/** As pages carry what is not theirs to run or show at once. */
export const zipped = (content: string | Uint8Array): string =>
  gzipSync(content, { level: 9 }).toString('base64');
