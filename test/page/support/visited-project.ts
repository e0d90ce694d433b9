/** `tsprof page`, as a user calls it, in a project of its own, in the Chromium of this machine. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import { profileStats } from '@tsprof/runtime/profile';
import { TSPROF, cleanEnv, runNode } from '../../cli/projects.ts';
import type { Ran, RunOptions } from '../../cli/projects.ts';
import { removeProject, writeProject } from '../../plugin/support/bundled.ts';
import type { Files } from '../../plugin/support/bundled.ts';

export interface Visited extends Ran {
  /** Null: there is none. */
  readonly profile: Profile | null;
}

/** A project whose pages are visited. */
export class VisitedProject {
  readonly cwd: string;

  constructor(files: Files) {
    this.cwd = writeProject(files);
    mkdirSync(join(this.cwd, 'tmp'));
  }

  /** Calls `tsprof page`; the profile is read. */
  async visit(args: readonly string[], options: RunOptions = {}): Promise<Visited> {
    const { cwd } = this;
    const output = join(cwd, `${Math.random()}.tsprof`);
    const env = { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache'), TMPDIR: join(cwd, 'tmp') };
    const command = [TSPROF, 'page', '--headless', '-o', output, ...args];
    const ran = await runNode(command, { cwd, env, ...options });
    return {
      ...ran,
      profile: existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as Profile) : null,
    };
  }

  remove(): void {
    removeProject(this.cwd);
  }
}

export function calls(profile: Profile | null): Record<string, number> {
  const functions = profile === null ? [] : profileStats(profile).functions;
  const own = functions.filter(({ name }) => name !== '<module>');
  return Object.fromEntries(own.map(({ file, line, name, ncall }) => [`${file}:${line} ${name}`, ncall]));
}

export const names = (profile: Profile | null): readonly string[] =>
  profile === null ? [] : profile.threads.map(({ name }) => name).sort();

/** A page with one module. */
export const page = (script: string): string =>
  `<!doctype html><title>app</title><body><script type="module" src="${script}"></script>`;

/** Actions that wait for what a page does to be done. */
export const DONE = `export default async ({ page, context, browser }) => {
  if (context.pages()[0] !== page || !browser.isConnected()) throw new Error('not what it should be');
  await page.waitForFunction(() => document.title === 'done 2475');
};
`;
