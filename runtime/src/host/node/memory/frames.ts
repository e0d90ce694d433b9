import { URL, fileURLToPath } from 'node:url';
import type { MemoryFrame } from '../../../thread-profile/memory-reading.ts';
import type { Realm } from '../../../realm.ts';
import type { FrameFinder } from './stacks.ts';

/** What a loader knows of code that it has made: where a function that begins there was written; null: it is a loader's own. */
export type LoaderFrames = (path: string, line: number, column: number) => MemoryFrame | null;

/** The directory of this build: what runs from there is the profiler's own. Null in bundles of formats that do not know their own URL. */
function ownDirectory(): string | null {
  try {
    return fileURLToPath(new URL('../', import.meta.url));
  } catch {
    return null;
  }
}

/** Where functions of this thread were written. Without a loader, code is taken to be as it was written. */
export function frameFinder(realm: Realm): FrameFinder {
  const own = ownDirectory();
  return (file, line, column) => {
    const path = pathOf(file);
    if (own !== null && path.startsWith(own)) return null;
    const find = (realm.frames ?? null) as LoaderFrames | null;
    return find === null ? { file: path, line, column } : find(path, line, column);
  };
}

function pathOf(file: string): string {
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}
