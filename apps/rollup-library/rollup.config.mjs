import { copyFileSync } from 'node:fs';
import { resolve } from 'node:path';
import tsprof from 'unplugin-tsprof/rollup';

const out = process.env.OUT ?? 'dist';

/** Where the page finds what was built before it. */
const library = {
  name: 'library',
  resolveId: (id) => (id === 'matrices' ? resolve(`${out}/library/matrices.js`) : null),
};

const html = {
  name: 'html',
  writeBundle: () => copyFileSync('index.html', `${out}/index.html`),
};

/** The library is profiled, the page that uses it is not: it is somebody else's. */
export default [
  {
    input: 'src/matrices.js',
    output: { dir: `${out}/library`, format: 'es', sourcemap: true },
    // Who bundles it knows nothing of a worker's file.
    plugins: [tsprof({ worker: null })],
  },
  {
    input: 'page/main.js',
    output: { dir: out, format: 'es', sourcemap: true },
    plugins: [library, html],
  },
];
