import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';

const INPUTS = {
  'lodash/lodash.js': [{ parser: 'babel' }, { parser: 'acorn', printWidth: 40, semi: false }],
  'typescript/lib/lib.es5.d.ts': [{ parser: 'typescript' }, { parser: 'babel-ts', singleQuote: true }],
  'rxjs/CHANGELOG.md': [{ parser: 'markdown', proseWrap: 'always' }],
  'rxjs/package.json': [{ parser: 'json' }],
  'express/lib/response.js': [{ parser: 'meriyah' }, { parser: 'espree' }, { parser: 'flow' }],
  'react-dom/cjs/react-dom-server.node.development.js': [{ parser: 'babel' }],
};

export async function run(write) {
  for (const [name, ways] of Object.entries(INPUTS)) {
    const text = readFileSync(fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url)), 'utf8');
    for (const [index, options] of ways.entries()) {
      const formatted = await format(text, options);
      write(`${name}.${index}`, formatted);
      console.log(name, options.parser, formatted.length);
    }
  }
}
