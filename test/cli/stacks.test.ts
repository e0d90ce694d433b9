/** Error stacks of programs are the same line for line under `tsprof run`, positions and all. */
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { blankTypes } from './blank-types.ts';
import { TSPROF, comparable, removeProjects, runNode } from './projects.ts';
import type { Ran } from './projects.ts';

const PROGRAMS = fileURLToPath(new URL('../../fixtures/stacks', import.meta.url));
const names = readdirSync(PROGRAMS).filter((name) => name !== 'package.json');

let directory: string;

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof stacks ')));
  cpSync(PROGRAMS, directory, { recursive: true });
  return () => removeProjects(directory);
});

/** Without the frames of Node itself: in newer versions the way from its loader to a module has others with hooks. */
const withoutNodesFrames = (text: string): string => text.replace(/^ +at .*\bnode:.*\n/gm, '');

const outcome = ({ stdout, stderr, code }: Ran) => ({
  stdout: withoutNodesFrames(stdout),
  stderr: comparable(stderr),
  code,
});

/** What Node prints without us; of TypeScript, what it prints of the same program without types. */
async function runPlain(name: string): Promise<Ran> {
  if (!name.endsWith('.ts')) return runNode([join(directory, name)]);
  const blanked = name.replace('.ts', '.mjs');
  writeFileSync(join(directory, blanked), blankTypes(readFileSync(join(directory, name), 'utf8')));
  const { stdout, stderr, code, signal } = await runNode([join(directory, blanked)]);
  return { stdout: stdout.replaceAll(blanked, name), stderr: stderr.replaceAll(blanked, name), code, signal };
}

async function runInstrumented(name: string, options: readonly string[] = []): Promise<Ran> {
  const output = join(directory, `${name}.tsprof`);
  return runNode([TSPROF, 'run', '--quiet', '-o', output, ...options, join(directory, name)]);
}

describe('stacks', () => {
  test.each(names)('%s', async (name) => {
    const plain = outcome(await runPlain(name));
    expect(plain.stdout).toContain(name);
    expect(outcome(await runInstrumented(name))).toEqual(plain);
  });

  test('of packages, whose maps are read too', async () => {
    const [name] = names.filter((each) => each.startsWith('places'));
    const plain = outcome(await runPlain(name!));
    expect(outcome(await runInstrumented(name!, ['--include', '/**']))).toEqual(plain);
  });
});
