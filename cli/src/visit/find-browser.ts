import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { TsprofError } from '@tsprof/report/command-line/errors';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The Chromium that is to be used: the one asked for, else what CHROMIUM says, else one that is found. */
export function findBrowser(
  asked: string | undefined,
  { cwd, env, platform }: { cwd: string; env: Environment; platform: NodeJS.Platform },
): string {
  const named = asked ?? (env['CHROMIUM'] || undefined);
  const found = (named === undefined ? candidates(env, platform) : [resolve(cwd, named)]).find(canRun);
  if (found !== undefined) return found;
  const how = asked === undefined ? `CHROMIUM=${named}` : `--browser ${named}`;
  const message =
    named === undefined ? 'there is no Chromium or Chrome' : `${how} is no program that can be run`;
  throw new TsprofError(message, { remedy: 'Install one, or name it with --browser.' });
}

/** Where browsers are, by their names on PATH first. */
function candidates(env: Environment, platform: NodeJS.Platform): string[] {
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  return [...onPath, ...usualPlaces(env, platform)];
}

function usualPlaces(env: Environment, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return MAC.flatMap((path) => [path, join(env['HOME'] ?? '/', path)]);
  if (platform !== 'win32') return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap(inFolder);
  const folders = ['LOCALAPPDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)'].flatMap((name) => env[name] ?? []);
  return folders.flatMap((folder) => WINDOWS.map((path) => join(folder, path)));
}

const inFolder = (folder: string): string[] => NAMES.map((name) => join(folder, name));

const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const WINDOWS = ['Chromium/Application/chrome.exe', 'Google/Chrome/Application/chrome.exe'];

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
