// What every bundler makes of the projects of fixtures/bundlers in the newest version that npm has of it, whatever that is.
// They are installed into a temporary folder, anew each time.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = [
  'vite',
  'rollup',
  'rolldown',
  'webpack',
  '@rspack/core',
  'esbuild',
  '@farmfe/core',
  'svelte',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tsprof-newest-hosts-'));
const shell = process.platform === 'win32';

function install() {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  copyFileSync(join(root, 'fixtures', 'bundlers', 'load.mjs'), join(folder, 'load.mjs'));
  const args = ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'];
  const wanted = PACKAGES.map((name) => `${name}@latest`);
  execFileSync('npm', [...args, ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell });
  for (const name of PACKAGES) {
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
    console.log(`${name} ${version}`);
  }
}

try {
  install();
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'vitest.bundlers.config.ts',
    'hosts',
    'ways',
    'shaking',
  ];
  const env = { ...process.env, HOSTS_FOLDER: folder };
  execFileSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
} catch {
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
