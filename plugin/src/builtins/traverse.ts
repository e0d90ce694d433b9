import { createRequire } from 'node:module';
import type { Traverse } from './find.ts';

/** @babel/traverse, which is loaded for the first file that needs it: most runs do not. */
export const traverse: Traverse = (file, options) => {
  loaded ??= (createRequire(import.meta.url)('@babel/traverse') as { readonly default: Traverse }).default;
  loaded(file, options);
};

let loaded: Traverse | undefined;
