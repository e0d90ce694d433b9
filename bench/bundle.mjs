// Programs of one file.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/** CommonJS packages within an ES module ask for Node's own modules by `require`. */
const REQUIRE = `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);`;

/** The module `contents` and all that it imports, as text; packages are looked for from `resolveDir`. */
export async function bundle(contents, { resolveDir = here, ...options } = {}) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: REQUIRE },
    write: false,
    logLevel: 'error',
    ...options,
  });
  return outputFiles[0].text;
}
