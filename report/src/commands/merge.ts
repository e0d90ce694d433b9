import type { Command } from 'commander';
import { putProfile } from '../profile-files/write-profile.ts';
import type { CliProcess } from '../command-line/process.ts';
import { readMerged } from '../profile-files/read-profiles.ts';

/** Adds `tsprof merge`, which adds profiles up and writes the sum as a profile. */
export function mergeCommand(program: Command, process: CliProcess): void {
  program
    .command('merge')
    .summary('add profiles up')
    .description(
      'Adds profiles up into one, as if one run had made them all: threads of one name become one.',
    )
    .argument(
      '<profiles...>',
      'profiles that tsprof wrote, gzipped or not; folders and patterns stand for those in them, - for standard input',
    )
    .requiredOption(
      '-o, --output <file>',
      'where to write the sum, gzipped if the name ends in .gz; - for standard output',
    )
    .action((files: readonly string[], { output }: { output: string }) => mergeFiles(files, output, process));
}

async function mergeFiles(files: readonly string[], output: string, process: CliProcess): Promise<void> {
  await putProfile(output, await readMerged(files, process, output), process);
}
