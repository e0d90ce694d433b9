import { dirname, resolve } from 'node:path';
import type { LoaderCompiler } from './compile.ts';
import { isForeign } from '../sources/module-format.ts';
import { resolveAfterwards } from '../sources/resolve.ts';

/**
 * An ES module that stands for a CommonJS file which is not JavaScript on disk: it requires the file and has
 * its exports, by the names in the comment-like statement that esbuild leaves for Node's own scan.
 */
export function facadeOf(path: string, code: string, compiler: LoaderCompiler): string {
  const names = [...exportedNames(path, code, compiler, new Set())].filter((name) => name !== 'default');
  return [
    `import { createRequire } from 'node:module';`,
    `const exported = createRequire(import.meta.url)(${JSON.stringify(path)});`,
    `export { exported as default };`,
    ...names.map((name, index) => `const $${index} = exported.${name}; export { $${index} as ${name} };`),
  ].join('\n');
}

function exportedNames(
  path: string,
  code: string,
  compiler: LoaderCompiler,
  seen: Set<string>,
): ReadonlySet<string> {
  const names = new Set<string>();
  if (seen.has(path)) return names;
  seen.add(path);
  const listed = /0 && \(module\.exports = \{([^}]*)\}\);/.exec(code)?.[1] ?? '';
  for (const [, module, name] of listed.matchAll(/\.\.\.require\("([^"]+)"\)|([\w$]+)(?=\s*[,\n}]|$)/g)) {
    if (name !== undefined) names.add(name);
    for (const other of reexportedNames(module, path, compiler, seen)) names.add(other);
  }
  return names;
}

function reexportedNames(
  module: string | undefined,
  path: string,
  compiler: LoaderCompiler,
  seen: Set<string>,
): Iterable<string> {
  if (module === undefined) return [];
  const target = resolveAfterwards(module, path) ?? resolve(dirname(path), module);
  return isForeign(target) ? exportedNames(target, compiler.foreign(target).code, compiler, seen) : [];
}
