import { createRequire } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import type { TsConfigResult } from 'get-tsconfig';
import { languageOf } from 'babel-plugin-tsprof/language';
import { profileName } from '../sources/select.ts';
import type { TreeFile } from './tree.ts';

/**
 * What to tell the user of projects whose `paths` lead imports of the copy back to what was copied: whoever follows them loads files
 * without probes. A tsconfig.json that is copied along leads to the copy.
 */
export function importsLedBack(files: readonly TreeFile[], cwd: string): string[] {
  const inputs = files.map(({ input }) => input);
  const copied = new Set(inputs);
  return projectsOf(inputs).flatMap((project) => {
    if (copied.has(project.path)) return [];
    const led = patternsInto(project, inputs);
    if (led.length === 0) return [];
    const name = profileName(project.path, cwd);
    return `${name} leads ${led.join(', ')} to the files that were copied, which have no probes: write another one for the copy`;
  });
}

function projectsOf(inputs: readonly string[]): TsConfigResult[] {
  const { getTsconfig } = createRequire(import.meta.url)('get-tsconfig') as typeof import('get-tsconfig');
  const cache = new Map();
  const projects = new Map<string, TsConfigResult>();
  const directories = new Set(
    inputs.filter((path) => languageOf(path) !== undefined).map((path) => dirname(path)),
  );
  for (const directory of directories) {
    try {
      const found = getTsconfig(directory, 'tsconfig.json', cache);
      if (found !== null) projects.set(found.path, found);
    } catch {
      // An invalid one has been told of where its files were looked for.
    }
  }
  return [...projects.values()];
}

/** The patterns of `paths` that some file of these is meant by. */
function patternsInto({ path, config }: TsConfigResult, inputs: readonly string[]): string[] {
  const { baseUrl = '.', paths = {} } = config.compilerOptions ?? {};
  const base = resolve(dirname(path), baseUrl);
  const leads = (target: string): boolean => {
    const [start = '', end] = target.split('*');
    const place = resolve(base, start) + (end !== undefined && /[\\/]$|^$/.test(start) ? sep : '');
    return inputs.some((input) => input.startsWith(place));
  };
  return Object.entries(paths).flatMap(([pattern, targets]) => (targets.some(leads) ? pattern : []));
}
