// Finds the Chromium that apps are driven in. Run by itself it installs one where there is none and it may.
// Runs before README commands, so it may use nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const MISSING =
  'There is no Chromium: install it (`apt-get install chromium`), or say in CHROMIUM where it is.';

/** Path of the browser: what CHROMIUM says, or the first that is found; null where there is none. */
export function findChromium({ CHROMIUM, PATH = '' } = process.env) {
  if (CHROMIUM) return CHROMIUM;
  const folders = ['/usr/bin', ...PATH.split(delimiter)];
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find(isExecutable) ?? null;
}

/** Nothing that it does on its own, nor what needs a screen. */
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What Playwright is to start. Throws an Error of one line where there is none. */
export function launchOptions() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(MISSING);
  // Chromium has no sandbox for root.
  const isRoot = process.getuid?.() === 0;
  return { executablePath, args: isRoot ? [...FLAGS, '--no-sandbox'] : FLAGS };
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian's package of that name, by whoever may install one. */
export function install(name) {
  const isRoot = process.getuid?.() === 0;
  const [command, ...before] = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = [...before, 'install', '-y', name];
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'], env });
}

function ensure() {
  if (findChromium() !== null) return;
  console.error('Installing Chromium (once) …');
  install('chromium');
  if (findChromium() !== null) return;
  console.error(MISSING);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensure();
