import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@babel/core';

const packages = fileURLToPath(new URL('../node_modules/@babel/', import.meta.url));
const OWN = ['core', 'traverse', 'generator', 'template', 'parser', 'helper-module-transforms'];

const TRANSFORM = {
  configFile: false,
  babelrc: false,
  sourceType: 'unambiguous',
  sourceMaps: true,
  compact: false,
  presets: [['@babel/preset-env', { targets: { ie: '11' } }]],
};

export function run(write) {
  for (const name of OWN) {
    const files = readdirSync(join(packages, name, 'lib'), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((each) => each.endsWith('.js')).sort()) {
      const path = join(packages, name, 'lib', file);
      const { code, map } = transformSync(readFileSync(path, 'utf8'), { ...TRANSFORM, filename: path });
      write(`${name}/${file}`, code);
      write(`${name}/${file}.map`, JSON.stringify(map.mappings));
      console.log(name, file, code.length);
    }
  }
}
