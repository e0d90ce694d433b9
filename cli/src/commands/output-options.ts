import { rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { Option } from 'commander';
import { TsprofError, systemReason } from '../errors.ts';
import { writeProfile } from '../files.ts';
import type { CliProcess } from '../process.ts';
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
  return [sortOption(), limitOption(), new Option('--quiet', quiet)];
}

/** Writes the profile and, unless it is to be quiet, its table on stderr. */
export function writeReport(
  profile: Profile,
  { output, sort, limit, quiet }: OutputOptions,
  process: CliProcess,
): void {
  const cwd = process.cwd();
  writeProfile(output, profile, cwd);
  if (quiet) return;
  const width = process.stderr.isTTY ? process.stderr.columns : undefined;
  process.stderr.write(renderTable(profile, { sort, cwd, ...(limit === undefined ? {} : { limit }), width }));
}

/** A run may take hours: that its profile cannot be written has to be known before. */
export function checkOutput(output: string, cwd: string): void {
  const path = resolve(cwd, output);
  try {
    const target = statSync(path, { throwIfNoEntry: false });
    if (target?.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
    if (target !== undefined && !target.isFile()) return;
    const probe = `${path}.${process.pid}.tmp`;
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
  } catch (error) {
    const remedy = 'Name a file in a writable directory with -o.';
    throw new TsprofError(`cannot write ${output}: ${systemReason(error)}`, { remedy, cause: error });
  }
}
