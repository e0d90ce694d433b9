import { Argument, Option } from 'commander';
import { TsprofError } from '../command-line/errors.ts';
import { COLUMNS, parseColumns } from '../rows/columns.ts';
import { GROUPINGS, type Grouping } from '../rows/grouping.ts';
import { parseRestriction, type Restriction } from '../rows/restrictions.ts';
import { parseSort, type Orders } from '../rows/sort.ts';

const PROFILES =
  'profiles that tsprof wrote, gzipped or not; folders and patterns stand for those in them, - for standard input';

/** The profiles that a command reads: where none is named, the one that `tsprof run` writes by default. */
export function profilesArgument(description = PROFILES): Argument {
  return new Argument('[profiles...]', description).default(['profile.tsprof'], 'profile.tsprof');
}

/** `--sort`, for every command that prints a table; its value is a list of sort steps. */
export function sortOption<R>(orders: Orders<R>): Option {
  const keys = Object.keys(orders.columns).join(', ');
  const parse = (text: string) => parseSort(text, orders);
  return new Option('--sort <keys>', `sort by ${keys}; several with commas, each may end in :asc or :desc`)
    .default(parse(orders.first), orders.first)
    .argParser(parse);
}

/** `--limit`, for every command that prints a table; its value is a number. */
export function limitOption(of = 'functions'): Option {
  return new Option('--limit <count>', `show so many ${of} at most`).argParser((text) =>
    parseLimit(text, of),
  );
}

function parseLimit(text: string, of: string): number {
  const limit = wholeNumber(text);
  if (limit !== null) return limit;
  throw new TsprofError(`--limit is ${JSON.stringify(text)}, but a whole number of ${of} is expected`);
}

/** `--all` and `--raw-numbers`, for the table of functions. */
export function tableOptions(): Option[] {
  return [
    new Option('--all', 'show all functions, however many (default: as many as the terminal has room for)'),
    new Option('--raw-numbers', 'plain numbers for other programs, times in seconds; no name is cut'),
  ];
}

/** `--columns`; its value is a list of columns. */
export function columnsOption(): Option {
  const description = `show these columns, with commas between them: ${Object.keys(COLUMNS).join(', ')}`;
  return new Option('--columns <names>', description).argParser(parseColumns);
}

/** `--by`; its value is a grouping, or undefined for functions themselves. */
export function byOption(): Option {
  return new Option('--by <what>', 'add functions up by function, file, package, thread or tag')
    .default(undefined, 'function')
    .argParser(parseGrouping);
}

function parseGrouping(text: string): Grouping | undefined {
  const found = GROUPINGS.find((grouping) => grouping === text);
  if (found !== undefined || text === 'function') return found;
  const remedy = `Use one of function, ${GROUPINGS.join(', ')}.`;
  throw new TsprofError(`functions cannot be added up by ${JSON.stringify(text)}`, { remedy });
}

/** `--tree`, which has nothing to do with rows of functions. */
export function treeOption(): Option {
  const rows = [
    'by',
    'callers',
    'callees',
    'columns',
    'csv',
    'filter',
    'json',
    'limit',
    'restrict',
    'rawNumbers',
  ];
  return new Option('--tree', 'the call tree, packages folded to what was called of them').conflicts(rows);
}

/** `--restrict`; its value is a list of restrictions. */
export function restrictOption(): Option {
  const description =
    'only so many functions (20), such a part of them (10%), or those of which file:line(name) matches';
  const parse = (text: string, earlier: readonly Restriction[] = []) => [...earlier, parseRestriction(text)];
  return new Option(
    '--restrict <what>',
    `${description}; may be repeated, each within what is left`,
  ).argParser(parse);
}

function wholeNumber(text: string): number | null {
  const number = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : null;
}

/** An option whose value is a whole number of 1 or more. */
export function countOption(flags: string, first: number, description: string): Option {
  return new Option(flags, description).default(first).argParser((text) => {
    const count = wholeNumber(text);
    if (count !== null && count > 0) return count;
    throw new TsprofError(
      `${nameOf(flags)} is ${JSON.stringify(text)}, but a whole number of 1 or more is expected`,
    );
  });
}

/** An option that is given in per cent; its value is a share. */
export function percentOption(flags: string, first: number, description: string): Option {
  return new Option(flags, description).default(first, `${100 * first}`).argParser((text) => {
    const percent = Number(text);
    if (text.trim() !== '' && percent >= 0 && percent <= 100) return percent / 100;
    throw new TsprofError(
      `${nameOf(flags)} is ${JSON.stringify(text)}, but a number from 0 to 100 is expected`,
    );
  });
}

const nameOf = (flags: string): string => flags.split(' ', 1)[0]!;

/** `--filter`, for every command that prints a table; its value is a regular expression. */
export function filterOption(of = 'functions', what = 'name or file'): Option {
  return new Option('--filter <regex>', `only ${of} whose ${what} matches`).argParser(parseFilter);
}

function parseFilter(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/^Invalid regular expression: /, '');
    throw new TsprofError(`--filter is no regular expression: ${reason}`, { cause: error });
  }
}

/** `--thread` and `--tag`, for every command that tells of a part of a profile. */
export function partOptions(): Option[] {
  return [threadOption(), new Option('--tag <tag>', 'only what ran under this tag')];
}

/** `--thread`; its value is a list. */
export function threadOption(): Option {
  return new Option('--thread <id>', 'only this thread, by id or name; may be repeated').argParser(append);
}

function append(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
