import { Option } from 'commander';
import { TsprofError } from '../errors.ts';
import { DEFAULT_SORT, SORT_KEYS, parseSort } from '../renderers/sort.ts';

/** `--sort`, for every command that prints a table; its value is a list of sort steps. */
export function sortOption(): Option {
  return new Option(
    '--sort <keys>',
    `sort by ${SORT_KEYS}; several with commas, each may end in :asc or :desc`,
  )
    .default(parseSort(DEFAULT_SORT), DEFAULT_SORT)
    .argParser(parseSort);
}

/** `--limit`, for every command that prints a table; its value is a number. */
export function limitOption(): Option {
  return new Option('--limit <count>', 'show so many functions at most').argParser(parseLimit);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(limit)) return limit;
  throw new TsprofError(`--limit is ${JSON.stringify(text)}, but a whole number of functions is expected`);
}
