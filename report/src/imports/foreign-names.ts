import type { ForeignPlace } from './sites.ts';

/** `[root]`, which our exports name so; what is its own time there is the root's here. */
export const ROOT_NAME = '[root]';
const THREAD = /^\[thread ([^]*)\]$/;
const TAG = /^\[tag [^]*\]$/;
/** `name (file:line)` and `name (file:line:column)`. */
const NAME_AND_PLACE = /^(.+) \((.+?):(\d{1,9})(?::(\d{1,9}))?\)$/;

/** The name of the thread that a frame or function stands for; null where it stands for none. */
export const threadName = (name: string): string | null => THREAD.exec(name)?.[1] ?? null;

/** A function of this name; tags are told by theirs. */
export function namedPlace(name: string, where: Omit<ForeignPlace, 'name' | 'kind'> = {}): ForeignPlace {
  return TAG.test(name) ? { name, kind: 'tag' } : { name, ...where };
}

/** A function from the text of a frame, where the file and line may stand behind the name. */
export function frameOf(text: string): ForeignPlace {
  const [, name, file, line, column] = NAME_AND_PLACE.exec(text) ?? [];
  if (name === undefined) return namedPlace(text);
  return { name, file: file!, line: Number(line), column: Number(column ?? 0) };
}

/** The path that a file's URL stands for; what else there is as it is. Nothing here needs Node. */
export function pathOf(url: string): string {
  if (!url.startsWith('file:')) return url;
  try {
    const { host, pathname } = new URL(url);
    // A stroke within a name is part of no path.
    if (/%2f/i.test(pathname)) return url;
    const path = decodeURIComponent(pathname);
    // `/C:/src`, as Windows has it.
    return host === '' ? path.replace(/^\/(?=[A-Za-z]:)/, '') : `//${host}${path}`;
  } catch {
    return url;
  }
}
