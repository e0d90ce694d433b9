import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunProfiles } from '@tsprof/runtime/collect';
import { mergeProfiles } from '@tsprof/runtime/profile';
import type { NamedProfile, Profile } from '@tsprof/runtime/profile';
import { usageError } from '@tsprof/report/command-line/errors';
import { readWritten } from '@tsprof/report/profile-files/read-profiles';
import { WARNINGS_FILE } from '../loader/config.ts';
import { withoutProfiledRunners } from '../loader/test-runners.ts';
import { absentProcesses } from './members.ts';

/** What the processes of a session have written into its folders, the first of them its directory. */
export function collectProfiles(
  folders: readonly string[],
  isCommand = false,
): {
  readonly profile: Profile | undefined;
  readonly problems: readonly string[];
} {
  const directory = folders[0]!;
  const { profiles, failures } = readRunProfiles(folders, (path) => readWritten(path, path));
  const problems = [...warnings(directory), ...failures.map(damage)];
  if (profiles.length === 0) return { profile: undefined, problems };
  problems.push(...absentProcesses(directory, new Set(profiles.map(pidOf))));
  const telling = isCommand ? thoseWithCalls(profiles) : profiles;
  return { profile: usageError(() => mergeProfiles(telling)), problems };
}

/** Without those that only start others, as npm does; all of them where none has anything to tell. */
function thoseWithCalls(profiles: readonly NamedProfile[]): readonly NamedProfile[] {
  const telling = profiles.flatMap(({ name, profile }) => {
    const threads = profile.threads.filter(({ nodes }) => nodes.site.length > 1);
    return threads.length === 0 ? [] : [{ name, profile: { ...profile, threads } }];
  });
  return telling.length === 0 ? profiles : telling;
}

function pidOf({ name }: NamedProfile): number {
  return Number.parseInt(name, 10);
}

function damage(error: unknown): string {
  return `a process left a damaged profile: ${error instanceof Error ? error.message : String(error)}`;
}

function warnings(directory: string): Set<string> {
  const file = join(directory, WARNINGS_FILE);
  if (!existsSync(file)) return new Set();
  const lines = readFileSync(file, 'utf8').split('\n');
  return new Set(
    withoutProfiledRunners(
      lines.filter((line) => line !== ''),
      directory,
    ),
  );
}
