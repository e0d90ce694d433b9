import { closeSync, existsSync, fstatSync, openSync, readSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { openTimeline } from '@tsprof/runtime/timeline';
import type { Timeline, TimelineSource } from '@tsprof/runtime/timeline';
import { TsprofError, asUsageError, note } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { unreadable } from './read-profiles.ts';
import { savedRunOf } from './saved-run.ts';

/** What a timeline is called beside its profile. */
const ENDING = '.timeline';

/** The file beside a profile. */
export const timelineBeside = (profile: string): string => profile + ENDING;

/** The timelines that the processes of a run have left in its folders. */
export function timelinesIn(folders: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter(isTimeline)
        .sort()
        .map((name) => join(folder, name)),
    );
}

const isTimeline = (name: string): boolean => name.endsWith(ENDING);

/** A file that is read in pieces; `name`: what messages call it. `close` is to be called in the end. */
export function openSource(path: string, name: string): TimelineSource & { close(): void } {
  const file = openSync(path, 'r');
  return {
    name,
    size: fstatSync(file).size,
    read(at, length) {
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const count = readSync(file, bytes, done, length - done, at + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    },
    close: () => closeSync(file),
  };
}

/** Has `use` read the timelines of profiles, or those that are named themselves. A TsprofError says why there are none. */
export async function withTimeline<T>(
  names: readonly string[],
  place: Pick<CliProcess, 'cwd' | 'stderr'>,
  use: (timeline: Timeline) => T | Promise<T>,
): Promise<T> {
  const sources: (TimelineSource & { close(): void })[] = [];
  try {
    for (const path of names.flatMap((name) => timelineFiles(name, place.cwd())))
      sources.push(openNamed(path, relative(place.cwd(), path)));
    const timeline = openTimeline(sources);
    if (timeline.isCut) place.stderr.write(note(`${names.join(', ')}: ${CUT}`));
    return await use(timeline);
  } catch (error) {
    throw asUsageError(error);
  } finally {
    for (const source of sources) source.close();
  }
}

const CUT = 'the run was killed, or goes on: its timeline ends early';

function openNamed(path: string, name: string): TimelineSource & { close(): void } {
  try {
    return openSource(path, name);
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** The timelines of a profile, or the one that is named itself; none where none was recorded. */
export function timelinesOf(name: string, cwd: string): string[] {
  const path = resolve(cwd, name);
  if (isTimeline(name)) return [path];
  const saved = savedRunOf(path);
  return saved === undefined
    ? [timelineBeside(path)].filter((file) => existsSync(file))
    : timelinesIn([saved]);
}

function timelineFiles(name: string, cwd: string): string[] {
  const files = timelinesOf(name, cwd);
  if (files.length > 0) return files;
  const remedy = 'Record one by tsprof run --timeline.';
  throw new TsprofError(`${name} has no timeline (${timelineBeside(name)})`, { remedy });
}
