import { rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { writeOutput } from '@tsprof/runtime/files';
import { blocksOf, joinTimelines } from '@tsprof/runtime/timeline';
import type { TimelineSource } from '@tsprof/runtime/timeline';
import { systemReason } from '@tsprof/report/command-line/errors';
import { openSource, timelineBeside, timelinesIn } from '@tsprof/report/profile-files/timeline-files';

/**
 * Makes one file, beside the run's profile, of what its processes have left in its folders; one that an earlier run has left
 * goes. Returns what went wrong.
 */
export function writeTimeline(folders: readonly string[], output: string, cwd: string): string[] {
  const file = timelineBeside(output);
  const problems: string[] = [];
  const sources: ReturnType<typeof openSource>[] = [];
  try {
    for (const path of timelinesIn(folders)) {
      const source = openSource(path, basename(path));
      sources.push(source);
      problems.push(...complaints(source));
    }
    const sound = sources.filter((source) => complaints(source).length === 0);
    if (sound.length > 0) writeOutput(resolve(cwd, file), { [Symbol.iterator]: () => pieces(sound) });
    else problems.push('no process has left a timeline');
  } catch (error) {
    problems.push(`cannot write ${file}: ${systemReason(error)}`);
  } finally {
    for (const source of sources) source.close();
  }
  return problems;
}

const pieces = (sources: readonly TimelineSource[]) => joinTimelines(sources)[Symbol.iterator]();

function complaints(source: TimelineSource): string[] {
  try {
    blocksOf(source);
    return [];
  } catch (error) {
    return [`a process left a damaged timeline: ${(error as Error).message}`];
  }
}

/** The timeline of an earlier run is not that of the profile which takes the place of its own. */
export function removeTimeline(output: string, cwd: string): void {
  rmSync(timelineBeside(resolve(cwd, output)), { force: true });
}
