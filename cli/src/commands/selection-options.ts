import { Option } from 'commander';

/** The globs by which commands choose the files to be instrumented. */
export interface SelectionOptions {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** `--include` and `--exclude`. */
export function selectionOptions(): Option[] {
  return [
    repeatable('--include <glob>', 'instrument only these files (default: all but node_modules)'),
    repeatable('--exclude <glob>', 'do not instrument these files'),
  ];
}

/** An option whose value is the list of all values given. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], 'none');
}
