import { resolve } from 'node:path';
import { checkOutputFile } from '@tsprof/runtime/files';
import { Option } from 'commander';
import { TsprofError, systemReason } from '../errors.ts';
import { FUNCTION_ORDERS } from '../renderers/function-orders.ts';
import type { SortStep } from '../renderers/sort.ts';
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

/** A run may take hours: that its profile cannot be written has to be known before. */
export function checkOutput(output: string, cwd: string): void {
  try {
    checkOutputFile(resolve(cwd, output));
  } catch (error) {
    const remedy = 'Name a file in a writable directory with -o.';
    throw new TsprofError(`cannot write ${output}: ${systemReason(error)}`, { remedy, cause: error });
  }
}
