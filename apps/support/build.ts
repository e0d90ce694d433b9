/** Builds an app with the command that its user would give, in a process of its own. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the apps are. */
export const APPS = fileURLToPath(new URL('..', import.meta.url));

/** The program of a package, and with which arguments it builds into `out`. */
export type Build = (out: string) => readonly [file: string, ...args: string[]];

export interface BuildRequest {
  readonly folder: string;
  readonly build: Build;
  /** Below `folder`. */
  readonly out: string;
  readonly isProfiled: boolean;
}

/** Fails with all that the builder had to say. */
export function buildApp({ folder, build, out, isProfiled }: BuildRequest): Promise<void> {
  const [file, ...args] = build(out);
  return run(file, args, folder, {
    OUT: out,
    NEXT_TELEMETRY_DISABLED: '1',
    ...(isProfiled ? { TSPROF: '1' } : {}),
  });
}

const OWN = ['TSPROF', 'NODE_ENV', 'VITEST'];

/** What this process itself was told is no business of the builder's. */
function run(file: string, args: string[], cwd: string, settings: Record<string, string>): Promise<void> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.includes(name)));
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [file, ...args],
      { cwd, env: { ...inherited, ...settings } },
      (failure, out, err) => {
        if (failure === null) resolve();
        else reject(new Error(`${cwd}: ${file} ${args.join(' ')}\n${out}\n${err}`));
      },
    );
  });
}

/** The file of a package that its command runs, such as `bin('vite', 'bin/vite.js')`. */
export function bin(name: string, path: string): string {
  return join(APPS, 'node_modules', name, path);
}

export const viteBuild: Build = (out) => [bin('vite', 'bin/vite.js'), 'build', '--outDir', out];
