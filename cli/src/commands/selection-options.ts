import type { SelectionGlobs } from 'babel-plugin-tsprof/select';
import { Option } from 'commander';
import { FLAGS } from '../globs.ts';

/** The options by which commands choose the files to be instrumented. */
export function selectionOptions(): Option[] {
  return [
    repeatable(`${FLAGS.include} <glob>`, 'instrument these files too (default: all but node_modules)'),
    repeatable(`${FLAGS.includePackage} <name>`, 'instrument this package too, all copies of it'),
    repeatable(`${FLAGS.only} <glob>`, 'instrument these files in place of all but node_modules'),
    repeatable(`${FLAGS.exclude} <glob>`, 'do not instrument these files, whatever else is said'),
  ];
}

/** What was chosen, from among a command's options. */
export function selectionGlobs({
  only,
  include,
  includePackage,
  exclude,
  lines,
}: SelectionGlobs): SelectionGlobs {
  return { only, include, includePackage, exclude, ...(lines && { lines }) };
}

/** An option whose value is the list of all values given. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .argParser((value: string, earlier: readonly string[]) => [...earlier, value])
    .default([], 'none');
}
