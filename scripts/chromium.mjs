// Finds the Chromium that apps are driven in. Run by itself it installs one where there is none and it may.
// Runs before README commands, so it may use nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of the browser: what CHROMIUM says, or the first that is found; null where there is none. */
export function findChromium({ CHROMIUM, PATH = '' } = process.env) {
  if (CHROMIUM) return CHROMIUM;
  const folders = ['/usr/bin', ...PATH.split(delimiter)];
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian's package, by whoever may install one. */
function install() {
  const isRoot = process.getuid?.() === 0;
  const [command, ...before] = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = [...before, 'install', '-y', 'chromium'];
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], env });
}

function ensure() {
  if (findChromium() !== null) return;
  console.error('Installing Chromium (once) …');
  install();
  if (findChromium() !== null) return;
  console.error(
    'There is no Chromium: install it (`apt-get install chromium`), or say in CHROMIUM where it is.',
  );
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensure();
