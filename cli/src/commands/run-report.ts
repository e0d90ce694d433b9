/** What `tsprof run` does when the program has ended: nothing of it is needed to start one. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { TsprofError, note } from '@tsprof/report/command-line/errors';
import { writeProfile } from '@tsprof/report/profile-files/write-profile';
import type { CliProcess } from '@tsprof/report/command-line/process';
import '../session/collect.ts';
import type { Session } from '../session/session.ts';
import type { OutputOptions } from './output-options.ts';
import { showTests } from '../reporters/show.ts';
import { readWishes } from '../reporters/wishes.ts';
import { printTable } from './report-output.ts';

/** Whether there was a profile to write. How the program ended stands, also where it cannot be written. */
export async function report(
  session: Session,
  options: OutputOptions,
  process: CliProcess,
): Promise<boolean> {
  const { profile, problems } = await session.collect();
  if (!options.quiet) for (const problem of problems) process.stderr.write(note(problem));
  if (profile === undefined) return false;
  keepProfile(profile, options, process);
  for (const problem of await session.keepTimeline()) process.stderr.write(note(problem));
  printTable(profile, options, process);
  for (const wish of readWishes(session.directory)) showTests(profile, wish, process);
  return true;
}

function keepProfile(profile: Profile, { output }: OutputOptions, process: CliProcess): void {
  try {
    writeProfile(output, profile, process.cwd());
  } catch (error) {
    if (!(error instanceof TsprofError)) throw error;
    process.stderr.write(note(`${error.message}; ${rescued(profile)}`));
  }
}

/** Puts the profile where there may be room; says where it is. */
function rescued(profile: Profile): string {
  const file = join(tmpdir(), `profile-${randomUUID()}.tsprof`);
  try {
    writeProfile(file, profile, '/');
    return `the profile is in ${file}`;
  } catch {
    return 'the profile is lost';
  }
}
