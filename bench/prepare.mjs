// Writes what a program consists of, and instrumented copies of it.
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const instrument = fileURLToPath(new URL('../cli/bin/tsprof-instrument.js', import.meta.url));
const babel = fileURLToPath(new URL('babel.mjs', import.meta.url));

/** Where a file of a subject lies. */
export function subject(name) {
  return fileURLToPath(new URL(`subjects/${name}`, import.meta.url));
}

/** Where a file of a package lies that the benchmarks have of their own. */
export function packaged(path) {
  return fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
}

/**
 * `copied`: files by the names that they get; `written`: texts likewise. Afterwards `plain` and `instrumented` in
 * `folder` hold the two copies, the latter as `tsprof-instrument` makes it for anybody. `runtime`: where it is to find
 * the probes, if not where packages are.
 */
export function prepare({ copied, written = {}, runtime }, folder) {
  const plain = join(folder, 'plain');
  mkdirSync(plain, { recursive: true });
  for (const [name, source] of Object.entries(copied)) copyFileSync(source, join(plain, name));
  for (const [name, text] of Object.entries(written)) writeFileSync(join(plain, name), text);
  const out = join(folder, 'instrumented');
  const probes = runtime === undefined ? [] : ['--runtime', runtime];
  run(process.execPath, [instrument, '.', '--out-dir', out, '--include', '**', ...probes], { cwd: plain });
}

/** Adds a copy with the counters of babel-plugin-istanbul. */
export function prepareIstanbul(folder) {
  const [plain, out] = [join(folder, 'plain'), join(folder, 'istanbul')];
  mkdirSync(out);
  for (const name of readdirSync(plain)) {
    const [from, to] = [join(plain, name), join(out, name)];
    if (!/\.[cm]js$/.test(name)) copyFileSync(from, to);
    else run(process.execPath, ['--max-old-space-size=8192', babel, 'istanbul', from, to]);
  }
}
