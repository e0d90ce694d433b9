import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const INPUTS = {
  'lodash/lodash.js': { compress: { passes: 2 } },
  'acorn/dist/acorn.mjs': { module: true },
  'react-dom/cjs/react-dom-server.node.development.js': {
    toplevel: true,
    mangle: { properties: { regex: /^_/ } },
  },
};

export async function run(write) {
  for (const [name, options] of Object.entries(INPUTS)) {
    const text = readFileSync(fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)), 'utf8');
    const { code, map } = await minify({ [name]: text }, { ...options, sourceMap: true });
    write(name, code);
    write(`${name}.map`, map);
    console.log(name, code.length);
  }
}
