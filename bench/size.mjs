// How large what every profiled program loads is.
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * All that `import '@tsprof/runtime/probes'` loads at once in Node: bytes minified and gzipped, and whose else's
 * code is among it.
 */
export async function hotEntrySize() {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: `export * from '@tsprof/runtime/probes';`, resolveDir: root },
    bundle: true,
    // What is imported later only, by `import()`, stays out of the entry's own files.
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    outdir: 'out',
    write: false,
    metafile: true,
    // Chunks of which nothing is needed are left out, which is what "sideEffects" in the package is for.
    logLevel: 'error',
  });
  const names = staticFiles(metafile.outputs, 'out/stdin.js');
  const texts = outputFiles.filter(({ path }) => names.some((name) => path.endsWith(name)));
  const code = texts.map(({ text }) => text).join('');
  return {
    minified: code.length,
    gzipped: gzipSync(code, { level: 9 }).length,
    foreign: foreignPackages(metafile),
  };
}

/** An output file and those that it imports, and they. */
function staticFiles(outputs, entry) {
  const found = new Set([entry]);
  for (const name of found) {
    for (const { path, kind, external } of outputs[name].imports)
      if (kind === 'import-statement' && !external) found.add(path);
  }
  return [...found];
}

/** Packages other than the runtime that are part of it. */
function foreignPackages({ inputs }) {
  const files = Object.keys(inputs).filter((name) => name !== '<stdin>' && !name.startsWith('runtime/'));
  return files.map((name) => name.split('/dist/')[0]);
}

/** What the runtime says that it depends on. */
export function runtimeDependencies() {
  const { dependencies = {} } = JSON.parse(readFileSync(`${root}runtime/package.json`, 'utf8'));
  return Object.keys(dependencies);
}
