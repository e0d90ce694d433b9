// Builds every package: JavaScript by esbuild (ESM and CommonJS), declarations by tsc.
// `node scripts/build.mjs --js` leaves the declarations out (they take the longest).
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each package offers: entry files below its `folder`, which kinds of module it is published as, whether it has types. */
const packages = {
  runtime: {
    folder: 'src/entries',
    entries: [
      'index',
      'probes',
      'wrappers',
      'replay',
      'profile',
      'reading',
      'timeline',
      'auto',
      'other-auto',
      'other-probes',
      'prepare',
      'collect',
      'files',
      'control',
      'worker',
    ],
    formats: ['esm', 'cjs', 'browser'],
    // What pages and their workers load.
    browserEntries: ['index', 'deferred', 'probes', 'wrappers', 'page', 'service-worker', 'overlay'],
    isLibrary: true,
    // Loaded in a context of its own, from a file.
    preloads: ['own-context'],
  },
  plugin: {
    entries: ['index', 'instrument', 'language', 'options', 'places', 'select', 'selector', 'source'],
    formats: ['esm', 'cjs'],
    isLibrary: true,
  },
  bundler: {
    entries: [
      'index',
      'vite',
      'rollup',
      'rolldown',
      'webpack',
      'rspack',
      'esbuild',
      'farm',
      'jest',
      'jest/transformer',
    ],
    formats: ['esm', 'cjs'],
    isLibrary: true,
  },
  report: {
    entries: ['main'],
    formats: ['esm'],
    isCommand: true,
  },
  cli: {
    entries: ['main', 'instrument-main', 'instrument/worker'],
    // Each by itself: what they would share with others would be in more files, which all commands would load.
    apart: ['time/compare', 'time/child', 'reporters/vitest', 'reporters/jest'],
    formats: ['esm'],
    isCommand: true,
    // Preloaded into the subject, where CommonJS alone changes nothing in how Node runs its main script.
    preloads: ['loader/register', 'loader/early', 'loader/start', 'loader/compiler', 'reporters/mocha'],
  },
};

/** CommonJS has no `import.meta.url`; this stands in for it. */
const cjsUrl = {
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

async function buildPackage(name, description) {
  const { entries, formats, browserEntries = entries, preloads = [], apart = [] } = description;
  const dir = `${root}${name}/`;
  rmSync(`${dir}dist`, { recursive: true, force: true });
  for (const format of formats)
    await buildFormat(dir, format === 'browser' ? browserEntries : entries, format, description);
  for (const entry of apart) await buildFormat(dir, [entry], 'esm', description);
  if (preloads.length > 0) await buildFormat(dir, preloads, 'cjs', { folder: description.folder });
}

/**
 * What commands use of the runtime and of each other is in their own files, and nothing else of it: each file that is
 * loaded takes its time.
 */
function externals(dir, isCommand) {
  if (!isCommand) return { packages: 'external', plugins: [reportBuiltIn] };
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${dir}package.json`, 'utf8'));
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  const external = names.filter((name) => !name.startsWith('@tsprof/'));
  return { external, conditions: ['tsprof-source'], plugins: [withoutEffects] };
}

/** What is preloaded into the program shares a few small files with the commands. */
const reportBuiltIn = {
  name: 'report-built-in',
  setup(build) {
    build.onResolve({ filter: /^@tsprof\/report\// }, ({ path }) => ({
      path: `${root}${path.replace('@tsprof/report', 'report/src')}.ts`,
      sideEffects: false,
    }));
  },
};

/** The parts of the runtime that commands use do nothing when they are loaded. */
const withoutEffects = {
  name: 'without-effects',
  setup(build) {
    build.onResolve({ filter: /^(?:@tsprof\/runtime\/|\.)/ }, async ({ path, pluginData, ...given }) => {
      const isRuntimes = path.startsWith('@') || given.importer.startsWith(`${root}runtime/`);
      if (pluginData === withoutEffects || !isRuntimes || given.kind === 'require-resolve') return undefined;
      const found = await build.resolve(path, { ...given, pluginData: withoutEffects });
      return found.external ? found : { path: found.path, sideEffects: false };
    });
  },
};

async function buildFormat(dir, entries, format, { folder = 'src', isCommand = false }) {
  await build({
    absWorkingDir: dir,
    entryPoints: entries.map((entry) => `${folder}/${entry}.ts`),
    outbase: folder,
    outdir: `dist/${format}`,
    bundle: true,
    // Constants of other modules become numbers: a probe has no time to look them up.
    minifySyntax: true,
    ...externals(dir, isCommand),
    splitting: format !== 'cjs',
    format: format === 'cjs' ? 'cjs' : 'esm',
    platform: format === 'browser' ? 'browser' : 'node',
    target: format === 'browser' ? 'es2022' : 'node20.19',
    chunkNames: '[name]-[hash]',
    sourcemap: true,
    // Commands are installed to be run: lines of their sources are enough.
    sourcesContent: !isCommand,
    logLevel: 'warning',
    ...(format === 'cjs' ? cjsUrl : {}),
  });
}

/** The head of a function, all of which stands on a line. */
const FUNCTION_HEAD = /^ *(?:(?:async )?function\b.*|(?!if|for|while|switch|catch)\w+\(.*\)|.*=>) \{$/gm;

/**
 * A program that runs out of stack does so in a probe, and Node shows the line of an error that nobody catches: not where
 * the line says that it is not to be shown.
 */
function hideFromErrors(directory) {
  const files = readdirSync(directory).filter((name) => name.endsWith('.js'));
  for (const path of files.map((name) => `${directory}/${name}`)) {
    const code = readFileSync(path, 'utf8');
    writeFileSync(path, code.replace(FUNCTION_HEAD, '$& // node-do-not-add-exception-line'));
  }
}

/** The files that are put into a page as they are, for those who have no build. */
async function buildPageFiles() {
  const common = {
    absWorkingDir: `${root}runtime/`,
    outdir: 'dist/page',
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
  };
  await build({
    ...common,
    entryPoints: ['src/entries/page/tsprof.ts', 'src/entries/page/replay-worker.ts'],
    format: 'iife',
  });
  const modules = ['src/entries/page/probes.ts', 'src/entries/page/wrappers.ts'];
  await build({
    ...common,
    entryPoints: modules,
    format: 'esm',
    splitting: true,
    chunkNames: 'part-[hash]',
  });
  // Loaded beside either of them, and needs none of their files.
  await build({ ...common, entryPoints: ['src/entries/overlay.ts'], format: 'esm' });
}

/** What the viewer's page is made of: its script and style, and the worker that lays graphs out. */
async function buildViewer() {
  const dir = `${root}viewer/`;
  rmSync(`${dir}dist`, { recursive: true, force: true });
  await build({
    absWorkingDir: dir,
    entryPoints: [
      { in: 'src/main.tsx', out: 'viewer' },
      { in: 'src/style.css', out: 'viewer' },
      { in: 'src/graph/layout-worker.ts', out: 'graph-worker' },
      { in: 'src/open/reading-worker.ts', out: 'reading-worker' },
      { in: 'src/open/carried-worker.ts', out: 'carried-worker' },
    ],
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['tsprof-source'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [reportBuiltIn, withoutEffects],
    banner: { js: VIEWER_NOTICE },
    legalComments: 'none',
    logLevel: 'warning',
  });
  assertInlinable(readFileSync(`${dir}dist/viewer.js`, 'utf8'));
}

/** The licences of what is in the viewer's script ask for that. */
const VIEWER_NOTICE =
  '/* With preact and @preact/signals (MIT, Jason Miller and Preact contributors), @tanstack/virtual-core (MIT, Tanner Linsley), ' +
  'd3-hierarchy (ISC, Mike Bostock), pprof-format (MIT, Stephen Belanger), simple-statistics (ISC, Tom MacWright), ' +
  'fast-string-truncated-width (MIT, Fabio Spampinato) and @hpcc-js/wasm-graphviz (Apache-2.0, HPCC Systems), the latter in the worker. */';

/** A script that stands in a page must not end it. */
function assertInlinable(script) {
  if (/<\/script|<!--/i.test(script)) throw new Error('the viewer has text in it that ends a script element');
}

/** The commands that write and serve the viewer's page have its files beside their own. */
function copyViewer() {
  for (const name of ['report', 'cli'])
    cpSync(`${root}viewer/dist`, `${root}${name}/dist/viewer`, { recursive: true });
}

/** One run of the compiler for all packages; each format has its own copy beside its JavaScript. */
function writeDeclarations() {
  const project = `${root}tsconfig.declarations.json`;
  const directory = mkdtempSync(join(tmpdir(), 'tsprof-declarations-'));
  try {
    const arguments_ = ['--project', project, '--outDir', directory];
    execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, ...arguments_], {
      stdio: 'inherit',
    });
    for (const [name, { formats, isLibrary, ...description }] of Object.entries(packages)) {
      if (!isLibrary) continue;
      for (const format of formats) {
        cpSync(`${directory}/${name}/src`, `${root}${name}/dist/${format}`, { recursive: true });
        nameDeclarations(`${root}${name}/dist/${format}`, description);
      }
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Declarations stand where the sources do, and the compiler looks for them beside the entries' JavaScript. */
function nameDeclarations(dist, { folder = 'src', entries, browserEntries = [] }) {
  if (folder === 'src') return;
  const room = folder.replace('src/', '');
  for (const entry of new Set([...entries, ...browserEntries]))
    writeFileSync(`${dist}/${entry}.d.ts`, `export * from './${room}/${entry}.js';\n`);
}

/** How commands start is the same for all; each package has to have the files. */
function copyStarters() {
  for (const name of ['is-supported.js', 'load.js'])
    cpSync(`${root}report/bin/${name}`, `${root}cli/bin/${name}`);
}

function markCommonJs(name) {
  mkdirSync(`${root}${name}/dist/cjs`, { recursive: true });
  writeFileSync(`${root}${name}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
}

for (const [name, description] of Object.entries(packages)) {
  await buildPackage(name, description);
  if (name === 'runtime') {
    for (const format of ['esm', 'cjs']) hideFromErrors(`${root}runtime/dist/${format}`);
    await buildPageFiles();
  }
  if (description.formats.includes('cjs') || description.preloads) markCommonJs(name);
}
copyStarters();
await buildViewer();
copyViewer();
if (!process.argv.includes('--js')) writeDeclarations();
