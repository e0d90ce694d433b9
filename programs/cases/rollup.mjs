import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rollup } from 'rollup';

const packages = fileURLToPath(new URL('../node_modules/', import.meta.url));
const ENTRIES = {
  rxjs: 'rxjs/dist/esm/index.js',
  zod: 'zod/index.js',
  immer: 'immer/dist/immer.mjs',
  preact: 'preact/dist/preact.mjs',
};

/** The part of Node's resolution that these packages need. */
const resolver = {
  name: 'resolver',
  resolveId(specifier, importer) {
    if (importer === undefined) return specifier;
    const base = specifier.startsWith('.') ? dirname(importer) : packages;
    const path = join(base, specifier);
    return [path, `${path}.js`, join(path, 'index.js')].find(
      (each) => existsSync(each) && statSync(each).isFile(),
    );
  },
};

const OUTPUTS = [
  { format: 'es', sourcemap: true },
  { format: 'umd', name: 'all', compact: true },
  { format: 'system', minifyInternalExports: true },
];

async function bundle(input, write, folder) {
  const built = await rollup({
    input,
    plugins: [resolver],
    onwarn: ({ code }) => console.log('warning', code),
  });
  for (const options of OUTPUTS) {
    if (options.format === 'umd' && Object.keys(input).length > 1) continue;
    const { output } = await built.generate(options);
    for (const { fileName, code, map, exports } of output) {
      write(`${folder}/${options.format}/${fileName}`, code ?? '');
      if (map) write(`${folder}/${options.format}/${fileName}.mappings`, map.mappings);
      console.log(folder, options.format, fileName, code?.length, exports?.length);
    }
  }
  await built.close();
}

export async function run(write) {
  const inputs = Object.fromEntries(
    Object.entries(ENTRIES).map(([name, file]) => [name, join(packages, file)]),
  );
  await bundle(inputs, write, 'all');
  for (const [name, file] of Object.entries(inputs)) await bundle({ [name]: file }, write, name);
}
