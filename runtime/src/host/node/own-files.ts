import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL, URL } from 'node:url';
import { GENERATOR } from '../../version.ts';

/** Files of this package's build that are loaded by their paths. */
export type OwnFile = 'own-context.js' | 'worker.js';

/**
 * Where such a file is; null: nowhere. In each format of the build the files that ask for it lie beside the others. Servers are
 * bundled once more by some frameworks, and this code with them: then it is the package as it is installed for the program.
 */
export function ownFile(name: OwnFile): URL | null {
  for (const folder of [besideThis, byOwnUrl, byWorkingDirectory]) {
    const file = within(folder, name);
    if (file !== null && existsSync(file)) return file;
  }
  return null;
}

/** Bundles of some formats do not know their own URL. */
function within(folder: () => URL | null, name: OwnFile): URL | null {
  try {
    const found = folder();
    return found && new URL(name, found);
  } catch {
    return null;
  }
}

const besideThis = (): URL => new URL('../cjs/', import.meta.url);
const byOwnUrl = (): URL | null => installedFor(import.meta.url);
const byWorkingDirectory = (): URL | null => installedFor(join(process.cwd(), 'tsprof.js'));

/** Another version's files do not go together with this one's. */
function installedFor(place: string): URL | null {
  const require = createRequire(place);
  const name = '@tsprof/runtime/package.json';
  const { version } = require(name) as { version: string };
  return GENERATOR === `tsprof/${version}`
    ? new URL('dist/cjs/', pathToFileURL(require.resolve(name)))
    : null;
}

let hasTold = false;

/** Says once that there is nothing to profile with; the program goes on. */
export function tellOfMissingFiles(): void {
  if (hasTold) return;
  hasTold = true;
  process.stderr.write(
    'tsprof: nothing is recorded: @tsprof/runtime is part of a bundle, and not installed where that runs. ' +
      'Install it there (npm install @tsprof/runtime), or name it among what the bundler leaves out (external).\n',
  );
}
