import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Profile } from '@tsprof/runtime/profile';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The two commands as they are built and published. */
export const TSPROF = join(ROOT, 'cli/bin/tsprof.js');
export const TSPROF_INSTRUMENT = join(ROOT, 'cli/bin/tsprof-instrument.js');

/** Files that no parser takes, and no formatter of ours should stumble over. */
const BROKEN: Readonly<Record<string, string>> = {
  'esm/broken.js': 'const broken = {;\n',
  'cjs/lib/broken.js': 'const broken = {;\n',
  'throwing/syntax.cjs': 'const fine = 1;\nconst broken = {;\n',
  'throwing/syntax.mjs': "import 'node:fs';\nconst broken = {;\n",
  'throwing/syntax.ts': 'interface Fine {\n  a: number;\n}\nconst broken: Fine = {;\n',
};

/** A private copy of all fixture projects; its path has a space, as paths of users have. */
export function copyProjects(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof test ')));
  cpSync(join(ROOT, 'fixtures/projects'), directory, { recursive: true });
  for (const [file, text] of Object.entries(BROKEN)) writeFileSync(join(directory, file), text);
  return directory;
}

/** Removes such a copy. */
export function removeProjects(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** Sent when the program first prints `ready`. */
  readonly kill?: NodeJS.Signals;
  /** Default: the Node that runs the tests. */
  readonly node?: string;
}

/** Runs Node with these arguments to its end. */
export function runNode(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cwd, env = cleanEnv(), input = '', kill, node = process.execPath } = options;
  const child = spawn(node, args, { cwd, env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (kill !== undefined && !output.stdout.includes('ready') && text.includes('ready')) child.kill(kill);
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ ...output, code, signal }));
  });
}

/** What the test runner sets is none of the subjects' business. */
export function cleanEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|VITEST|TSPROF)/.test(name));
  return Object.fromEntries(entries);
}

/** A run under `tsprof run`, and the profile that it wrote. */
export async function profiled(
  script: string,
  args: readonly string[] = [],
  options: RunOptions & { readonly runOptions?: readonly string[] } = {},
): Promise<Ran & { readonly profile: Profile }> {
  const output = join(dirname(script), 'out.tsprof');
  const { runOptions = [] } = options;
  const ran = await runNode(
    [TSPROF, 'run', '--quiet', '-o', output, ...runOptions, script, ...args],
    options,
  );
  return { ...ran, profile: JSON.parse(readFileSync(output, 'utf8')) as Profile };
}

/** How often each function was called, over all threads, by name. */
export function callCounts(profile: Profile): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { nodes, edges } of profile.threads) {
    edges.to.forEach((node, edge) => {
      const name = profile.sites.name[nodes.site[node] ?? -1] ?? '';
      counts[name] = (counts[name] ?? 0) + (edges.ncall[edge] ?? 0);
    });
  }
  return counts;
}

/** The names of the files that have functions in the profile. */
export function profiledFiles(profile: Profile): string[] {
  return [...profile.files].sort();
}

/** Stacks without what differs from run to run: positions in Node itself, and how files are spelled. */
export function comparable(stderr: string): string {
  return stderr
    .replace(/file:\/\/(\S*)/g, (_, path: string) => decodeURIComponent(path))
    .replace(/^( +at .*) \{$/gm, '$1')
    .replace(/^ +at .*\n/gm, (line) => (line.includes('node:') ? '' : line))
    .replace(/\n{2,}/g, '\n')
    .replace(/^node:internal.*\n.*\n *\^\n/m, '')
    .trimStart();
}
