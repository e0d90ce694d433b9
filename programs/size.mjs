// How much larger instrumented sources are: both printed compactly by the same printer.
import { Buffer } from 'node:buffer';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import { instrument } from 'babel-plugin-tsprof/instrument';
import { count, markdown } from './table.mjs';

const packages = fileURLToPath(new URL('node_modules/', import.meta.url));

/** Files and folders of packages; all the JavaScript below a folder. */
const MEASURED = {
  acorn: ['acorn/dist/acorn.js'],
  'typescript.js': ['typescript/lib/typescript.js'],
  prettier: ['prettier/index.mjs', 'prettier/plugins'],
  lodash: ['lodash/lodash.js'],
  rxjs: ['rxjs/dist/cjs'],
};

const HEADINGS = ['source', 'functions', 'bytes', 'instrumented', 'more', 'gzipped', 'instrumented', 'more'];

/** Prints the table; returns its rows. */
export function sizes() {
  const rows = Object.entries(MEASURED).map(([name, places]) => ({
    name,
    ...sizeOf(places.flatMap(filesBelow)),
  }));
  console.log(markdown(HEADINGS, rows.map(cells)));
  return rows;
}

function cells({ name, sites, plain, instrumented, plainGzip, instrumentedGzip }) {
  return [
    name,
    ...[sites, plain, instrumented].map(count),
    growth(plain, instrumented),
    ...[plainGzip, instrumentedGzip].map(count),
    growth(plainGzip, instrumentedGzip),
  ];
}

function growth(before, after) {
  return `${((after / before - 1) * 100).toFixed(1)} %`;
}

function filesBelow(place) {
  if (/\.[cm]?js$/.test(place)) return [place];
  const names = readdirSync(`${packages}${place}`, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => /\.m?js$/.test(name)).sort();
  return files.map((name) => `${place}/${name}`);
}

function sizeOf(files) {
  const total = { sites: 0, plain: 0, instrumented: 0, plainGzip: 0, instrumentedGzip: 0 };
  for (const file of files) {
    const sizes = sizesOfFile(file);
    for (const key of Object.keys(total)) total[key] += sizes[key];
  }
  return total;
}

function sizesOfFile(file) {
  const code = readFileSync(`${packages}${file}`, 'utf8');
  const tree = parse(code, { sourceType: 'unambiguous' });
  const format = tree.program.sourceType === 'module' ? 'module' : 'commonjs';
  const plain = print(tree, code);
  const { sites } = instrument(tree, { filename: file, code, format });
  const instrumented = print(tree, code);
  return {
    sites,
    ...{ plain: Buffer.byteLength(plain), instrumented: Buffer.byteLength(instrumented) },
    ...{ plainGzip: gzipSync(plain).length, instrumentedGzip: gzipSync(instrumented).length },
  };
}

function print(tree, code) {
  return generate(tree, { compact: true, jsescOption: { minimal: true } }, code).code;
}
