// Transforms one file by Babel with one plugin, or none. Arguments: the plugin, the file, where the outcome goes.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@babel/core';

const [plugin, from, to] = process.argv.slice(2);

// Both plugins leave alone what lies below node_modules, as our copies do: as far as they can tell, it lies here.
const cwd = fileURLToPath(new URL('.', import.meta.url));

const PLUGINS = {
  none: async () => [],
  tsprof: async () => [(await import('babel-plugin-tsprof')).default],
  istanbul: async () => [[(await import('babel-plugin-istanbul')).default, { cwd }]],
};

/** What must be in the outcome, or nothing has been measured. */
const MARKS = { none: '', tsprof: '@tsprof/runtime/probes', istanbul: 'coverageData' };

const { code } = transformSync(readFileSync(from, 'utf8'), {
  plugins: await PLUGINS[plugin](),
  cwd,
  filename: join(cwd, basename(from)),
  sourceType: 'unambiguous',
  configFile: false,
  babelrc: false,
});
if (!code.includes(MARKS[plugin])) throw new Error(`${plugin} has not instrumented ${basename(from)}`);
writeFileSync(to, code);
