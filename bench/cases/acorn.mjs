// About the worst that real code has to offer: millions of calls that do next to nothing each.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default {
  name: 'acorn',
  files: async () => {
    const input = await bundle();
    return {
      title: `acorn parses a bundle of ${(input.length / 1e6).toFixed(1)} MB`,
      copied: {
        'main.mjs': fileURLToPath(new URL('../subjects/acorn.mjs', import.meta.url)),
        'acorn.mjs': `${root}node_modules/acorn/dist/acorn.mjs`,
      },
      written: { 'input.txt': input },
    };
  },
};

/** Together a megabyte of real code, minified. */
const PACKAGES = ['@babel/traverse', 'acorn', 'ajv'];

async function bundle() {
  const imports = PACKAGES.map((name, index) => `import * as package${index} from '${name}';`);
  const contents = `${imports.join('\n')}\nconsole.log(${PACKAGES.map((_, index) => `package${index}`).join()});`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
