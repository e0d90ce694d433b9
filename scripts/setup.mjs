// Installs the project's dependencies, or those of a folder named as argument, when they are missing or older than
// the lock file.
// Runs before every README command, so it may use nothing but Node itself.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [folder = '.'] = process.argv.slice(2);
const root = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
const installed = `${root}node_modules/.package-lock.json`;
const locked = `${root}package-lock.json`;

function isInstalled() {
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(locked).mtimeMs;
}

if (!isInstalled()) {
  console.error('Installing dependencies (once) …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}
