// The real programs that are measured: a title and files each (see `prepare`).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { packaged, subject } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Together a megabyte of real code, minified. */
const PACKAGES = ['@babel/traverse', 'acorn', 'ajv'];

/** About the worst that real code has to offer: millions of calls that do next to nothing each. */
export async function acorn() {
  const imports = PACKAGES.map((name, index) => `import * as package${index} from '${name}';`);
  const contents = `${imports.join('\n')}\nconsole.log(${PACKAGES.map((_, index) => `package${index}`).join()});`;
  const input = await bundle(contents, { resolveDir: root, minify: true, banner: {} });
  return {
    title: `acorn parses a bundle of ${(input.length / 1e6).toFixed(1)} MB`,
    copied: {
      'main.mjs': subject('acorn.mjs'),
      'acorn.mjs': `${root}node_modules/acorn/dist/acorn.mjs`,
    },
    written: { 'input.txt': input },
  };
}

export function typescript() {
  return {
    title: 'TypeScript checks rxjs and lib.dom',
    copied: {
      'main.mjs': subject('typescript.mjs'),
      'typescript.cjs': packaged('typescript/lib/typescript.js'),
    },
    written: { 'packages.txt': packaged('') },
  };
}

export async function prettier() {
  return {
    title: 'prettier formats rxjs',
    copied: {},
    written: { 'main.mjs': await bundleSubject('prettier.mjs'), 'input.txt': largeInput() },
  };
}

export async function terser() {
  return {
    title: 'terser minifies rxjs',
    copied: {},
    written: { 'main.mjs': await bundleSubject('terser.mjs'), 'input.txt': largeInput() },
  };
}

/** The last version that is JavaScript to the end. */
export async function rollup() {
  return {
    title: 'rollup bundles rxjs and terser',
    copied: {},
    written: {
      'main.mjs': await bundleSubject('rollup.mjs', { external: ['fsevents'] }),
      'packages.txt': packaged(''),
    },
  };
}

function bundleSubject(name, options) {
  return bundle(readFileSync(subject(name), 'utf8'), options);
}

function largeInput() {
  return readFileSync(packaged('rxjs/dist/bundles/rxjs.umd.js'), 'utf8');
}
