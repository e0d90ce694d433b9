// Writes what a case consists of, and an instrumented copy of it, as `tsprof-instrument` makes it for anybody.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const instrument = fileURLToPath(new URL('../cli/bin/tsprof-instrument.js', import.meta.url));

/** Returns the case's title; `plain` and `instrumented` in `folder` hold its two copies afterwards. */
export async function prepare({ files }, folder) {
  const { title, copied, written = {} } = await files();
  const plain = join(folder, 'plain');
  mkdirSync(plain, { recursive: true });
  for (const [name, source] of Object.entries(copied)) copyFileSync(source, join(plain, name));
  for (const [name, text] of Object.entries(written)) writeFileSync(join(plain, name), text);
  const out = join(folder, 'instrumented');
  execFileSync(process.execPath, [instrument, '.', '--out-dir', out, '--include', '**'], {
    cwd: plain,
    stdio: 'pipe',
  });
  return title;
}
