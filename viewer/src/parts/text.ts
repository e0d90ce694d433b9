import { printable } from '@tsprof/runtime/profile';
import type { FunctionPlace } from '@tsprof/runtime/profile';

/** More of a name or path says nothing more, and a page with a name of a megabyte is slow. */
const MOST_SHOWN = 240;

/** Text of a profile as it is shown: nothing in it hides or turns round what stands beside it, and it has an end. */
export function shown(text: string, most = MOST_SHOWN): string {
  if (text.length <= most) return printable(text);
  const half = Math.floor((most - 1) / 2);
  return `${printable(text.slice(0, half))}…${printable(text.slice(-half))}`;
}

/** A place so long at most: its end says more than its beginning. */
export const shownPlace = (text: string, most = 46): string =>
  text.length <= most ? printable(text) : `…${printable(text.slice(1 - most))}`;

/** A function's name; of a module, which have all the same one, with its file. */
export const shownName = ({ name, kind, file }: FunctionPlace): string =>
  kind === 'module' ? `${shown(name)} ${shown(baseName(file), 60)}` : shown(name);

/** The file's own name. */
export const baseName = (path: string): string => path.slice(path.replace(/\/+$/, '').lastIndexOf('/') + 1);
