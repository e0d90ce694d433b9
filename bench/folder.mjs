// Where a run keeps what it makes.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A folder for the time of this process. It lies below the benchmarks' own packages and the repository's:
 * instrumented copies must find the runtime.
 */
export function temporaryFolder() {
  const cache = fileURLToPath(new URL('node_modules/.cache', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'tsprof-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  return folder;
}
