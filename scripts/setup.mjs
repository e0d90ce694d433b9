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

function npm(args, stderr) {
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'inherit', stderr],
    shell: process.platform === 'win32',
  });
}

/**
 * A lock lacks those packages for other platforms that the registry it was made with did not have. `npm ci` refuses such a
 * lock; what it does name, `npm install` takes from it all the same.
 */
function install() {
  try {
    npm(['ci'], 'ignore');
  } catch {
    npm(['install', '--no-save'], 'inherit');
  }
}

if (!isInstalled()) {
  console.error('Installing dependencies (once) …');
  install();
}
