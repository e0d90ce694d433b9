// The main job again on the newest Node: the demo, and the tests that run whole programs. The npm package `node` brings
// the binary; it is installed into a temporary folder, once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(tmpdir(), 'tsprof-newest-node');
const node = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

if (!existsSync(node)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n');
  const npm = ['install', '--no-audit', '--no-fund', 'node@latest'];
  execFileSync('npm', npm, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

const env = { ...process.env, PATH: `${join(node, '..')}${delimiter}${process.env.PATH}` };
const run = (...args) => execFileSync(node, args, { cwd: root, env, stdio: 'inherit' });

run('--version');
run('scripts/demo.mjs');
run(
  'node_modules/vitest/vitest.mjs',
  'run',
  'test/e2e',
  ...['run', 'other-loaders', 'built'].map((name) => `test/cli/${name}.test.ts`),
);
