/** Scripts in whose compilers words have a meaning of their own, whatever bundler they are built with. */

/** Svelte's compiler has runes (`$state`) where fields are set, and nowhere else. */
const RUNES = /\.svelte\.[jt]s$/;

/** Macros of Babel are imported from modules named so; other compilers know their own packages. */
const MACRO_MODULES =
  /\bfrom\s*['"](?:[^'"]*[./]macros?|@(?:builder\.io\/qwik|qwik\.dev\/core)|styled-components|@stylexjs\/stylex|react-strict-dom|@(?:linaria|wyw-in-js)\/[^'"]*|@vanilla-extract\/css)['"]/;

/** Whether a compiler must see a script before it gets probes. */
export const hasMacros = (path: string, code: string): boolean =>
  RUNES.test(path) || MACRO_MODULES.test(code);
