// Finds the Python whose own tools read what we export for it. Run by itself it installs one where there is none and it may.
// Runs before README commands, so it may use nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { install } from './chromium.mjs';

const NAMES = ['python3', '/usr/bin/python3', 'python'];
const MISSING = 'There is no Python 3: install it (`apt-get install python3`), or say in PYTHON where it is.';

const PROBE = 'import pstats, json, sys; print(sys.executable)';

/** The first of these that has Python's own readers of profiles, by its path; null where there is none. */
export function findPython({ PYTHON } = process.env) {
  const names = PYTHON ? [PYTHON] : NAMES;
  for (const name of names) {
    const { status, stdout } = spawnSync(name, ['-c', PROBE], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
}

let found;

/** Runs a script with arguments, and returns what it prints. Throws an Error of one line where there is no Python. */
export function runPython(script, args = []) {
  const python = (found ??= findPython());
  if (python === null) throw new Error(MISSING);
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function ensure() {
  if (findPython() !== null) return;
  console.error('Installing Python (once) …');
  install('python3');
  if (findPython() !== null) return;
  console.error(MISSING);
  process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ensure();
