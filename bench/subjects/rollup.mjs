import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rollup } from 'rollup';

const packages = readFileSync(new URL('packages.txt', import.meta.url), 'utf8');

const ENTRIES = ['rxjs/dist/esm/index.js', 'terser/main.js'];

/** The part of Node's resolution that these packages need. */
const resolver = {
  name: 'resolver',
  resolveId(specifier, importer) {
    const path = importer === undefined ? specifier : join(dirname(importer), specifier);
    const isFile = (each) => existsSync(each) && statSync(each).isFile();
    return [path, `${path}.js`, join(path, 'index.js')].find(isFile) ?? { id: specifier, external: true };
  },
};

export async function run() {
  const input = ENTRIES.map((entry) => join(packages, entry));
  const built = await rollup({ input, plugins: [resolver], onwarn: () => {} });
  const { output } = await built.generate({ format: 'es' });
  await built.close();
  return output.reduce((total, { code }) => total + (code?.length ?? 0), 0);
}
