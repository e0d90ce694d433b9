import { stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a window can be shown. */
export function hasDisplay(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

/** Starts the browser; why it does not start is a TsprofError. */
export async function openBrowser(executablePath: string, isHeadless: boolean): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({
      executablePath,
      headless: isHeadless,
      // The root user cannot have it.
      chromiumSandbox: process.getuid?.() !== 0,
      // Signals are ours: there is a profile to be written before the browser may go.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    });
  } catch (error) {
    const message = `${executablePath} does not start: ${reasonOf(error as Error)}`;
    const remedy = 'Name another one with --browser.';
    throw new TsprofError(message, { remedy, exitCode: EXIT_FAILED, cause: error });
  }
}

/** What the browser itself has said first, if anything; Playwright knows only that it is gone. */
function reasonOf({ message }: Error): string {
  const text = stripVTControlCharacters(message);
  const [first = ''] = text.split('\n');
  return /\[err\] (.+)/.exec(text)?.[1] ?? first.replace(/^browserType\.launch: /, '');
}
