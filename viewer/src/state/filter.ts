import { computed, signal } from '@preact/signals';
import { range } from './range.ts';
import type { Profile, Selection } from '@tsprof/runtime/profile';
import { packageOf } from '@tsprof/report/rows/packages';

/** Id of the only thread to show; '' for all. The same for the others. */
export const thread = signal('');
export const tag = signal('');
export const packageName = signal('');
export const file = signal('');
/** Nothing of packages in `node_modules`. */
export const onlyMine = signal(false);
/** Words that must be in a function's name or file. */
export const search = signal('');

/** What the program's own files count as among packages. */
export const OWN_CODE = '[own code]';

/** The part of the profile that figures are of: the same as `--thread` and `--tag` of the commands. */
export const selection = computed<Selection>(() => ({
  threads: thread.value === '' ? undefined : [thread.value],
  tag: tag.value === '' ? undefined : tag.value,
}));

interface Named {
  readonly name: string;
  readonly file: string;
}

/** The package of a file, own code being one, too. */
export const packageNamed = (path: string): string => packageOf(path) ?? OWN_CODE;

/** Whether a function is one that filters let through; a search is apart from it. */
export const isWanted = computed<(row: Named) => boolean>(() => {
  const [wantedPackage, wantedFile, mine] = [packageName.value, file.value, onlyMine.value];
  return (row) =>
    (wantedFile === '' || row.file === wantedFile) &&
    (wantedPackage === '' || packageNamed(row.file) === wantedPackage) &&
    (!mine || packageOf(row.file) === null);
});

/** Whether a function has the words of the search. */
export const isFound = computed<(row: Named) => boolean>(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ name, file: path }) => {
    const text = `${name} ${path}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
});

/** Whether a function is to be listed. */
export const isListed = computed<(row: Named) => boolean>(() => {
  const [wanted, found] = [isWanted.value, isFound.value];
  return (row) => wanted(row) && found(row);
});

/** Whether anything is filtered by function. */
export const isNarrowed = computed(
  () => packageName.value !== '' || file.value !== '' || onlyMine.value || search.value.trim() !== '',
);

/** Shows all of it again. */
export function clearFilters(): void {
  for (const each of [thread, tag, packageName, file, search]) each.value = '';
  onlyMine.value = false;
  range.value = null;
}

/** What a profile does not have cannot be filtered by. */
export function fitFilters({ threads, sites, files }: Profile): void {
  if (!threads.some(({ id }) => id === thread.value)) thread.value = '';
  if (!tagsOf(sites).includes(tag.value)) tag.value = '';
  if (!files.includes(file.value)) file.value = '';
  if (!files.some((path) => packageNamed(path) === packageName.value)) packageName.value = '';
}

/** The tags of a profile as the program names them. */
export function tagsOf({ name, kind }: Profile['sites']): readonly string[] {
  const names = name.filter((_, site) => kind[site] === 'tag');
  return [...new Set(names.map((text) => text.replace(/^\[tag ([^]*)\]$/, '$1')))].sort();
}
