import { languageOf } from 'babel-plugin-tsprof/language';
import type { Language } from 'babel-plugin-tsprof/language';

/** A module that is to have probes: in its own words, or once the compiler of its kind has made JavaScript of it. */
export interface Source {
  /** The file without what bundlers put behind its name. */
  readonly path: string;
  /** Null: a component, which is JavaScript only behind its compiler. */
  readonly language: Language | null;
}

/** Files that may be sources as they are. */
export const SCRIPT = /\.[cm]?[jt]sx?(?:[?#]|$)/;

/** Files that a compiler makes JavaScript of; what becomes of Solid's and React's is `.jsx` and `.tsx` before that. */
export const COMPONENT = /\.(?:vue|svelte|astro|mdx)(?:[?#]|$)/;

/** Asks for a file as something else than a module: its text, its URL, a worker's constructor. */
const OTHERWISE = /[?&](?:raw|url|worker|sharedworker|inline|no-inline|init)(?:[=&]|$)/;

/** Asks for a block of a component that is no code. */
const OTHER_BLOCK = /[?&]type=(?!script\b|template\b)/;

/** Whether a module of this type, as Rolldown calls it, is code; undefined where the bundler has no types. */
export const isCodeType = (type: string | undefined): boolean => type === undefined || /^[jt]sx?$/.test(type);

/** What a bundler's module is to us; null for what is nobody's source: styles, virtual modules, proxies. */
export function sourceOf(id: string): Source | null {
  if (id.includes('\0') || /^[a-z][a-z\d+-]+:/i.test(id)) return null;
  const path = id.replace(/[?#].*$/s, '');
  if (OTHERWISE.test(id)) return null;
  if (COMPONENT.test(path)) return OTHER_BLOCK.test(id) ? null : { path, language: null };
  const language = languageOf(path);
  // In JavaScript a `<` never begins a type, so JSX can be allowed in any file: many have it in `.js`.
  return language === undefined ? null : { path, language: language === 'js' ? 'jsx' : language };
}
