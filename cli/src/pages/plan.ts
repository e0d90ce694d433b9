import { readFileSync } from 'node:fs';
import { basename, extname, relative, sep } from 'node:path';
import { languageOf } from 'babel-plugin-tsprof/language';
import { readHtml } from './html-page.ts';
import { FOLDER, pageUrls } from './page-urls.ts';
import { scriptKind } from './script-kind.ts';

/** A file of a tree: where it is and where its copy goes, absolute paths. */
interface PlacedFile {
  readonly input: string;
  readonly output: string;
}

/** How the scripts of a tree of pages run: plain data, for all threads. */
export interface PagePlan {
  /** Where the copy goes, an absolute path. */
  readonly root: string;
  /** Files of the tree, relative to it, with `/`: all sources; those that run as modules; those that pages name. */
  readonly sources: readonly string[];
  readonly modules: readonly string[];
  readonly named: readonly string[];
}

/** Whether a file is a page. */
export const isPage = (path: string): boolean => /^\.x?html?$/i.test(extname(path));

/** The place of a file in the tree, with `/`. */
export const placeIn = (root: string, path: string): string => relative(root, path).split(sep).join('/');

/** Whether a tree looks like pages as they are served, rather than like a project that they are built from. */
export function looksBuilt(files: readonly PlacedFile[]): boolean {
  const inputs = files.map(({ input }) => input).filter((path) => !/[\\/]node_modules[\\/]/.test(path));
  const isOfProject = (path: string): boolean =>
    !['js', undefined].includes(languageOf(path)) || basename(path) === 'package.json';
  return inputs.some(isPage) && !inputs.some(isOfProject);
}

/** Looks through the pages of a tree for what they load. */
export function planPages<F extends PlacedFile>(
  files: readonly F[],
  isSource: (file: F) => boolean,
  root: string,
): PagePlan {
  const place = ({ output }: PlacedFile): string => placeIn(root, output);
  const sources = files.filter((file) => isSource(file) && !place(file).startsWith(`${FOLDER}/`));
  const pages = files.filter(({ input }) => isPage(input));
  const all = new Set(sources.map(place));
  const loaded = pages.flatMap((file) => loadedBy(place(file), readFileSync(file.input, 'utf8'), all));
  const workers = [...sources, ...pages].flatMap(({ input }) => moduleWorkers(readFileSync(input, 'utf8')));
  const isWorker = (file: string): boolean => workers.includes(basename(file));
  const modules = loaded.filter(({ kind }) => kind === 'module').map(({ file }) => file);
  return {
    root,
    sources: [...all],
    modules: [...new Set([...modules, ...[...all].filter(isWorker)])],
    named: [...new Set(loaded.map(({ file }) => file))],
  };
}

interface Loaded {
  readonly file: string;
  readonly kind: 'script' | 'module';
}

function loadedBy(page: string, text: string, files: ReadonlySet<string>): Loaded[] {
  const html = readHtml(text);
  const { fileOf } = pageUrls(page, html, files);
  return html.scripts.flatMap((script) => {
    const file = fileOf(script.attributes.get('src') ?? '');
    const kind = scriptKind(script);
    return file === null || kind === null ? [] : [{ file, kind }];
  });
}

const STARTS_MODULE = /\b(?:Worker|register)\s*\(([^;]{0,400}?)\btype\s*:\s*["'`]module["'`]/g;
const SCRIPT_NAME = /([^"'`/\n]+\.m?js)(?:[?#][^"'`\n]*)?["'`]/g;

/** The names of files that code starts as workers of type module; they may have no other sign of being modules. */
function moduleWorkers(text: string): string[] {
  const starts = [...text.matchAll(STARTS_MODULE)].map(([, between = '']) => between);
  return starts.flatMap((between) => [...between.matchAll(SCRIPT_NAME)].map(([, name = '']) => name));
}
