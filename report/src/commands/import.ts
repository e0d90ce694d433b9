import { basename, resolve } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import type { Command } from 'commander';
import { note } from '../command-line/errors.ts';
import type { CliProcess } from '../command-line/process.ts';
import { IMPORT_FORMATS } from '../imports/formats.ts';
import { readForeign } from '../imports/read-foreign.ts';
import { checkOutput } from '../profile-files/output.ts';
import { bytesOf, piecesOf } from '../profile-files/pieces.ts';
import { STDIN } from '../profile-files/input-files.ts';
import { unreadable } from '../profile-files/read-profiles.ts';
import { STDOUT, putProfile } from '../profile-files/write-profile.ts';

interface ForeignOptions {
  readonly output?: string;
  readonly format?: string;
  readonly unit: keyof typeof UNITS;
}

/** How many ns there are in what a number may count. */
const UNITS = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 } as const;
const REMEDY = `Name a file in one of the formats ${Object.keys(IMPORT_FORMATS).join(', ')}.`;

/** Adds `tsprof import`, which makes a profile of a file of another tool. */
export function importCommand(program: Command, process: CliProcess): void {
  const formats = Object.keys(IMPORT_FORMATS);
  program
    .command('import')
    .summary('make a profile of a file of another tool')
    .description('Makes a profile of what another tool has written, which all commands then read.')
    .argument('<file>', 'a file in one of the formats below, gzipped or not; - for standard input')
    .option(
      '-o, --output <file>',
      'where to write the profile; - for standard output (default: named after the file, in the working directory)',
    )
    .addOption(
      new Option('--format <format>', 'what the file is (default: by what is in it)').choices(formats),
    )
    .addOption(
      new Option('--unit <unit>', 'what numbers count where the file does not say')
        .choices(Object.keys(UNITS))
        .default('ns'),
    )
    .action((file: string, options: ForeignOptions) =>
      importFile(file, options, `tsprof/${program.version()}`, process),
    );
}

async function importFile(
  file: string,
  { output, format, unit }: ForeignOptions,
  generator: string,
  process: CliProcess,
): Promise<void> {
  const cwd = process.cwd();
  const target = output ?? defaultName(file);
  if (target !== STDOUT) checkOutput(target, cwd);
  const name = file === STDIN ? 'standard input' : file;
  const pieces = file === STDIN ? bytesOf(process.stdin ?? []) : piecesOf(resolve(cwd, file));
  const options = { name, cwd, created: new Date().toISOString(), generator, unit: UNITS[unit] };
  let profile: Profile;
  try {
    profile = await readForeign(pieces, options, format);
  } catch (error) {
    throw unreadable(name, error, REMEDY);
  }
  await putProfile(target, profile, process);
  if (output === undefined) process.stderr.write(note(`wrote ${target}`));
}

const ENDINGS =
  /(?:\.(?:gz|json|txt|pb|prof|pprof|pstats|cpuprofile|speedscope|collapsed|folded|callgrind))+$/;

function defaultName(file: string): string {
  const name = basename(file)
    .replace(/^callgrind\.out\./, '')
    .replace(ENDINGS, '');
  return file === STDIN ? 'imported.tsprof' : `${name}.tsprof`;
}
