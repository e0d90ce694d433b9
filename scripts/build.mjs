// Builds every package: JavaScript by esbuild (ESM and CommonJS), declarations by tsc.
// `node scripts/build.mjs --js` leaves the declarations out (they take the longest).
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each package offers: entry files below src/, and which kinds of module it is published as. */
const packages = {
  runtime: {
    entries: ['index', 'probes', 'replay', 'profile', 'auto', 'worker'],
    formats: ['esm', 'cjs', 'browser'],
  },
  plugin: { entries: ['index', 'instrument'], formats: ['esm', 'cjs'] },
  cli: {
    entries: ['main', 'instrument-main'],
    formats: ['esm'],
    // Preloaded into the subject, where CommonJS alone changes nothing in how Node runs its main script.
    preloads: ['loader/register', 'loader/start', 'loader/compiler', 'loader/thread'],
  },
};

/** CommonJS has no `import.meta.url`; this stands in for it. */
const cjsUrl = {
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

async function buildPackage(name, { entries, formats, preloads = [] }) {
  const dir = `${root}${name}/`;
  rmSync(`${dir}dist`, { recursive: true, force: true });
  for (const format of formats) await buildFormat(dir, entries, format);
  if (preloads.length > 0) await buildFormat(dir, preloads, 'cjs');
}

async function buildFormat(dir, entries, format) {
  await build({
    absWorkingDir: dir,
    entryPoints: entries.map((entry) => `src/${entry}.ts`),
    outbase: 'src',
    outdir: `dist/${format}`,
    bundle: true,
    packages: 'external',
    splitting: format !== 'cjs',
    format: format === 'cjs' ? 'cjs' : 'esm',
    platform: format === 'browser' ? 'browser' : 'node',
    target: format === 'browser' ? 'es2022' : 'node20.19',
    chunkNames: '[name]-[hash]',
    sourcemap: true,
    logLevel: 'warning',
    ...(format === 'cjs' ? cjsUrl : {}),
  });
}

function writeDeclarations(name, { formats }) {
  const dir = `${root}${name}/`;
  const [first, ...others] = formats;
  execFileSync(
    process.execPath,
    [
      `${root}node_modules/typescript/bin/tsc`,
      ...['--project', `${root}tsconfig.json`, '--noEmit', 'false', '--emitDeclarationOnly'],
      ...['--declaration', '--rewriteRelativeImportExtensions', '--allowImportingTsExtensions', 'false'],
      ...['--outDir', `${root}node_modules/.cache/tsprof-declarations`, '--rootDir', root],
    ],
    { stdio: 'inherit', cwd: root },
  );
  const declarations = `${root}node_modules/.cache/tsprof-declarations/${name}/src`;
  for (const format of [first, ...others]) cpSync(declarations, `${dir}dist/${format}`, { recursive: true });
}

function markCommonJs(name) {
  mkdirSync(`${root}${name}/dist/cjs`, { recursive: true });
  writeFileSync(`${root}${name}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
}

for (const [name, description] of Object.entries(packages)) {
  await buildPackage(name, description);
  if (description.formats.includes('cjs') || description.preloads) markCommonJs(name);
}
if (!process.argv.includes('--js')) {
  for (const [name, description] of Object.entries(packages)) writeDeclarations(name, description);
}
