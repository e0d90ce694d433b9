import { resolve } from 'node:path';
import { checkOutputFile } from '@tsprof/runtime/files';
import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import { TsprofError, systemReason } from '../errors.ts';
import { writeProfile } from '../files.ts';
import type { CliProcess } from '../process.ts';
import { FUNCTION_ORDERS } from '../renderers/function-orders.ts';
import type { SortStep } from '../renderers/sort.ts';
import { renderTable } from '../renderers/table.ts';
import { limitOption, sortOption } from './report-options.ts';

/** What commands that make a profile do with it. */
export interface OutputOptions {
  readonly output: string;
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly quiet?: true;
}

/** `-o, --output`. */
export function outputOption(): Option {
  const description = 'where to write the profile; gzipped if the name ends in .gz';
  return new Option('-o, --output <file>', description).default('profile.tsprof');
}

/** `--sort`, `--limit` and `--quiet`. */
export function tableOptions(quiet: string): Option[] {
  return [sortOption(FUNCTION_ORDERS), limitOption(), new Option('--quiet', quiet)];
}

/** Writes the profile and, unless it is to be quiet, its table on stderr. */
export function writeReport(profile: Profile, options: OutputOptions, process: CliProcess): void {
  writeProfile(options.output, profile, process.cwd());
  printTable(profile, options, process);
}

/** The table on stderr, unless it is to be quiet. */
export function printTable(
  profile: Profile,
  { sort, limit, quiet }: OutputOptions,
  process: CliProcess,
): void {
  if (quiet) return;
  const cwd = process.cwd();
  const width = process.stderr.isTTY ? process.stderr.columns : undefined;
  process.stderr.write(renderTable(profile, { sort, cwd, ...(limit === undefined ? {} : { limit }), width }));
}

/** A run may take hours: that its profile cannot be written has to be known before. */
export function checkOutput(output: string, cwd: string): void {
  try {
    checkOutputFile(resolve(cwd, output));
  } catch (error) {
    const remedy = 'Name a file in a writable directory with -o.';
    throw new TsprofError(`cannot write ${output}: ${systemReason(error)}`, { remedy, cause: error });
  }
}
