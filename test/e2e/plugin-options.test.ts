/** What builds count besides functions, where the plugin's options ask for it. */
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { profileStats } from '@tsprof/runtime/profile';
import tsprof from 'unplugin-tsprof/esbuild';
import { expect, test } from 'vitest';
import { runNode } from '../cli/projects.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = `import { sum } from './sum';

console.log(sum(JSON.parse('[1, 2, 3]')));
`;
const SUM = `export function sum(values: number[]): number {
  let total = 0;
  for (const value of values) {
    total += Math.max(value, 2);
  }
  return total;
}
`;

async function recorded(options: object): Promise<Profile> {
  const folder = writeProject({ 'src/main.ts': MAIN, 'src/sum.ts': SUM });
  mkdirSync(join(folder, 'node_modules/@tsprof'), { recursive: true });
  symlinkSync(join(ROOT, 'runtime'), join(folder, 'node_modules/@tsprof/runtime'), 'junction');
  try {
    await build({
      ...{ absWorkingDir: folder, entryPoints: ['src/main.ts'], outfile: 'main.mjs', bundle: true },
      ...{ format: 'esm', platform: 'node', nodePaths: [join(ROOT, 'node_modules')], logLevel: 'silent' },
      ...{ external: ['@tsprof/runtime'], plugins: [tsprof({ enabled: true, root: folder, ...options })] },
    });
    const ran = await runNode(['main.mjs'], { cwd: folder });
    expect(ran).toEqual({ stdout: '7\n', stderr: '', code: 0, signal: null });
    return JSON.parse(readFileSync(join(folder, 'profile.tsprof'), 'utf8')) as Profile;
  } finally {
    removeProject(folder);
  }
}

/** `file name: calls`. */
const calls = (profile: Profile): Record<string, number> =>
  Object.fromEntries(
    profileStats(profile).functions.map(({ file, name, ncall }) => [`${file} ${name}`, ncall]),
  );

/** `line: hits` of a file. */
function hits(profile: Profile, file: string): Record<number, number> {
  const { lines } = profile.threads[0]!;
  const { sites, files } = profile;
  const rows = lines?.line.map((line, row) => [line, lines.hits[row]!, lines.site[row]!] as const) ?? [];
  const own = rows.filter(([, , site]) => files[sites.file[site]!] === file);
  return Object.fromEntries(own.map(([line, count]) => [line, count]));
}

const PROBED = { 'src/main.ts <module>': 1, 'src/sum.ts <module>': 1, 'src/sum.ts sum': 1 };

test('nothing', async () => {
  const profile = await recorded({});
  expect(calls(profile)).toEqual(PROBED);
  expect(hits(profile, 'src/sum.ts')).toEqual({});
});

test('calls of functions without probes', async () => {
  const profile = await recorded({ builtins: true });
  expect(calls(profile)).toEqual({ ...PROBED, ' JSON.parse': 1, ' Math.max': 3, ' console.log': 1 });
});

test('lines, of some files', async () => {
  const profile = await recorded({ lines: 'src/sum.ts' });
  expect(hits(profile, 'src/sum.ts')).toEqual({ 1: 1, 2: 1, 3: 4, 4: 3, 6: 1 });
  expect(hits(profile, 'src/main.ts')).toEqual({});
});
