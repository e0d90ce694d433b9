import { Option } from 'commander';
import { FUNCTION_ORDERS } from '@tsprof/report/rows/function-orders';
import { limitOption, sortOption, tableOptions } from '@tsprof/report/commands/report-options';
import type { SortStep } from '@tsprof/report/rows/sort';

/** What commands that make a profile do with it. */
export interface OutputOptions {
  readonly output: string;
  readonly sort: readonly SortStep[];
  readonly limit?: number;
  readonly all?: true;
  readonly rawNumbers?: true;
  readonly quiet?: true;
}

/** `-o, --output`. */
export function outputOption(): Option {
  const description = 'where to write the profile; gzipped if the name ends in .gz';
  return new Option('-o, --output <file>', description).default('profile.tsprof');
}

/** What there is to say of the table: `--sort`, `--limit`, `--all`, `--raw-numbers` and `--quiet`. */
export function reportOptions(quiet: string): Option[] {
  return [sortOption(FUNCTION_ORDERS), limitOption(), ...tableOptions(), new Option('--quiet', quiet)];
}
