/** What dev servers of webpack and Rspack watch besides modules: where anything of it changes, they reload all pages. */

/** What is not watched, as chokidar takes it. */
type Ignored = (path: string) => boolean;

interface WatchOptions {
  readonly ignored?: unknown;
}

/** What we use of the option `static`: folders, which are watched unless it says otherwise. */
interface StaticFolder {
  readonly directory?: string;
  readonly watch?: boolean | WatchOptions;
}

/** What we use of the option `watchFiles`. */
interface WatchedFiles {
  readonly paths?: string | readonly string[];
  readonly options?: WatchOptions;
}

export interface WatchingOptions {
  readonly static?: boolean | string | StaticFolder | readonly (string | StaticFolder)[];
  readonly watchFiles?: string | WatchedFiles | readonly (string | WatchedFiles)[];
}

/** These options, with files left unwatched of which `ignored` tells; the folder that is watched by default stays as it is. */
export function leaveUnwatched(options: WatchingOptions, ignored: Ignored): WatchingOptions {
  const { static: folders, watchFiles } = options;
  return {
    ...(typeof folders === 'object' || typeof folders === 'string'
      ? { static: each(folders).map((folder) => unwatchedFolder(folder, ignored)) }
      : {}),
    ...(watchFiles !== undefined && {
      watchFiles: each(watchFiles).map((files) => unwatchedFiles(files, ignored)),
    }),
  };
}

const each = <T>(given: T | readonly T[]): readonly T[] => [given].flat() as readonly T[];

function unwatchedFolder(given: string | StaticFolder, ignored: Ignored): StaticFolder {
  const folder: StaticFolder = typeof given === 'string' ? { directory: given } : given;
  const { watch = true } = folder;
  if (watch === false) return folder;
  return { ...folder, watch: without(watch === true ? {} : watch, ignored) };
}

function unwatchedFiles(given: string | WatchedFiles, ignored: Ignored): WatchedFiles {
  const files: WatchedFiles = typeof given === 'string' ? { paths: given } : given;
  return { ...files, options: without(files.options ?? {}, ignored) };
}

const without = (options: WatchOptions, ignored: Ignored): WatchOptions => ({
  ...options,
  ignored: [options.ignored ?? []].flat().concat(ignored),
});
