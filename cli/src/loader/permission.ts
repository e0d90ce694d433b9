import { resolve, sep } from 'node:path';

/** What a process needs to be allowed that is to be profiled. */
interface Needs {
  /** Directories with a separator at the end, or not. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** What Node has been told to allow, by its options; undefined: everything, as its permission model is off. */
interface Allowed {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly workers: boolean;
}

/** Said of a process that runs bare. */
export const NOT_ALLOWED =
  'is not in the profile: that takes --allow-fs-read, --allow-fs-write and --allow-worker, as Node’s permission model is on';

/** Whether Node with these options lets a process take part. Else the preload alone would stop it from starting. */
export function mayTakePart(options: readonly string[], nodeOptions: string, needs: Needs): boolean {
  const allowed = allowedBy([...nodeOptions.split(/\s+/), ...options]);
  if (allowed === undefined) return true;
  const covered = (places: readonly string[], directories: readonly string[]): boolean =>
    directories.every((directory) => places.some((place) => covers(place, directory)));
  return allowed.workers && covered(allowed.reads, needs.reads) && covered(allowed.writes, needs.writes);
}

/** Whether this process may, where its permission model is on: it knows best. */
export function isAllowed(needs: Needs): boolean {
  const { permission } = process as { permission?: { has(scope: string, reference?: string): boolean } };
  if (permission === undefined) return true;
  return (
    needs.reads.every((directory) => permission.has('fs.read', directory)) &&
    needs.writes.every((directory) => permission.has('fs.write', directory)) &&
    permission.has('worker')
  );
}

function allowedBy(options: readonly string[]): Allowed | undefined {
  if (!options.some((option) => /^--(?:experimental-)?permission$/.test(option))) return undefined;
  const places = (name: string): string[] =>
    options.flatMap((option, index) => {
      if (option === name) return options[index + 1] ?? [];
      return option.startsWith(`${name}=`) ? option.slice(name.length + 1).split(',') : [];
    });
  const workers = options.includes('--allow-worker');
  return { reads: places('--allow-fs-read'), writes: places('--allow-fs-write'), workers };
}

/** As Node has it: `*` is everything, `/a/*` what begins with `/a/`, `/a` itself and what is in it. */
function covers(place: string, directory: string): boolean {
  if (place === '*') return true;
  if (place.endsWith('*')) return directory.startsWith(resolve(place.slice(0, -1)));
  const path = resolve(place);
  return directory === path || directory.startsWith(path + sep);
}
