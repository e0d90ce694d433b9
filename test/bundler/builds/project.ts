/** The small project of fixtures/bundlers, built by one of the bundlers in a folder of its own. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Options } from 'unplugin-tsprof';
import type { Profile } from '../../../runtime/src/profile/format.ts';
import { profileStats } from '../../../runtime/src/profile/stats.ts';
import { succeed } from '../../e2e/support/child.ts';
import type { Host } from '../hosts.ts';

export const FIXTURE = resolve(import.meta.dirname, '../../../fixtures/bundlers');

/** The tests' own environment says that whatever is built is for Vitest, and not for production. */
export const CLEAN = {
  ...process.env,
  ...{ NODE_ENV: undefined, VITEST: undefined, VITEST_WORKER_ID: undefined, TSPROF: undefined },
};

/** What a built file did when it ran in something like a page. */
export interface Outcome {
  readonly result: unknown;
  readonly stack: string;
  readonly profile: Profile | null;
  readonly settings: {
    readonly worker?: string | null;
    readonly post?: string;
    readonly clock?: string;
  } | null;
}

export class Project {
  readonly root: string;

  constructor(app = 'app', modules = join(FIXTURE, 'node_modules')) {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-bundler-')));
    this.root = join(folder, 'project');
    cpSync(join(FIXTURE, app), this.root, { recursive: true });
    symlinkSync(modules, join(folder, 'node_modules'), 'junction');
  }

  /** Puts the plugin into it, as it would be installed, and (`hasCommand`) the command. */
  install(hasCommand = false): void {
    mkdirSync(join(this.root, 'node_modules'));
    const put = (folder: string, name: string) =>
      symlinkSync(join(FIXTURE, '..', '..', folder), join(this.root, 'node_modules', name), 'junction');
    put('bundler', 'unplugin-tsprof');
    if (hasCommand) put('cli', 'tsprof');
  }

  /** Builds it into a folder beside it; without options the plugin is not there. */
  async build(
    bundler: string,
    name: string,
    options: Options | null,
    env: NodeJS.ProcessEnv = {},
  ): Promise<string> {
    const out = join(dirname(this.root), name);
    const args = [join(FIXTURE, 'build.mjs'), bundler, out, JSON.stringify(options)];
    await succeed(process.execPath, args, { cwd: this.root, env: { ...CLEAN, ...env } });
    return out;
  }

  /** The same for the project `kinds`, with one version of a bundler. */
  async buildKinds(
    { bundler, name }: Host,
    folder: string,
    options: Options | null,
    env: NodeJS.ProcessEnv = {},
  ): Promise<string> {
    const out = join(dirname(this.root), folder);
    const args = [join(FIXTURE, 'kinds.mjs'), bundler, name, out, JSON.stringify(options)];
    await succeed(process.execPath, args, { cwd: this.root, env: { ...CLEAN, ...env } });
    return out;
  }

  async run(file: string): Promise<Outcome> {
    const printed = await succeed(process.execPath, [join(FIXTURE, 'run.mjs'), file], { cwd: this.root });
    return JSON.parse(printed) as Outcome;
  }

  remove(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }
}

/** All files below a folder, and what is in them. */
export function filesOf(folder: string): Record<string, string> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = found.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** The one file whose name matches. */
export function fileIn(folder: string, pattern: RegExp): string {
  const [file, ...others] = Object.keys(filesOf(folder)).filter((name) => pattern.test(name));
  if (file === undefined || others.length > 0)
    throw new Error(`${pattern}: ${file ?? 'none'} ${others.join(' ')}`);
  return join(folder, file);
}

/** Functions as `name ncall file:line`, sorted. */
export function functionsOf(profile: Profile | null): string[] {
  if (profile === null) return [];
  const { functions } = profileStats(profile);
  return functions.map(({ name, ncall, file, line }) => `${name} ${ncall} ${file}:${line}`).sort();
}

/** Where the topmost place of a stack is by the map of the built file. */
export function originalPlace(stack: string): string {
  const [, file = '', line, column] = /\(?(file:\/\/[^\s)]+):(\d+):(\d+)\)?/.exec(stack) ?? [];
  const path = new URL(file).pathname;
  const map = new TraceMap(readFileSync(`${path}.map`, 'utf8'), `file://${path}.map`);
  const place = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
  return `${basename(place.source ?? '')}:${place.line}:${place.column}`;
}
