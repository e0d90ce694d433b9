// Where and when something was measured: a benchmark without that says nothing.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../scripts/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What does not change while a command runs; `chromium` is null where there is none. */
export function machine() {
  const processors = cpus();
  return {
    commit: commit(),
    machine: `${processors[0].model.trim()}, ${processors.length} cores`,
    node: process.versions.node,
    chromium: chromiumVersion(),
  };
}

/** What does. */
export function moment() {
  return { date: new Date().toISOString(), load: loadavg()[0] };
}

/** The commit that is measured, with a `+` where files of it have changed; null outside of a clone. */
function commit() {
  const head = output('git', ['rev-parse', '--short', 'HEAD']);
  if (head === null) return null;
  // What a recording writes is no change of what is measured.
  const changed = output('git', ['status', '--porcelain', '--', ':!*.md', ':!bench/results.json']);
  return changed === '' ? head : `${head}+`;
}

function chromiumVersion() {
  const browser = findChromium();
  return browser && (output(browser, ['--version'])?.match(/\d+(\.\d+)+/)?.[0] ?? null);
}

function output(command, args) {
  try {
    return execFileSync(command, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
