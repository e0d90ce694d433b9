import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';

/** Playwright's objects, as actions get them. */
export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly browser: Browser;
}

/** Drives the page to the end; null, or what went wrong. */
export type Actions = (stage: Stage) => Promise<TsprofError | null>;

/** The actions in a file; a TsprofError says why there are none. */
export async function loadActions(file: string, cwd: string): Promise<Actions> {
  const path = resolve(cwd, file);
  if (!existsSync(path)) {
    throw new TsprofError(`cannot read the actions in ${file}: there is no such file or directory`);
  }
  const { default: act } = await importFrom(path, file);
  if (typeof act !== 'function') {
    const remedy = 'Write: export default async ({ page }) => { … }.';
    throw new TsprofError(`${file} has no function as its default export`, { remedy });
  }
  return async (stage) => {
    try {
      await act(stage);
      return null;
    } catch (error) {
      return actionsFailed(error, path, file);
    }
  };
}

async function importFrom(path: string, file: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw actionsFailed(error, path, file);
  }
}

/** Says what was thrown and, where the stack knows it, from which line of the file. */
function actionsFailed(error: unknown, path: string, file: string): TsprofError {
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
  const [reason = ''] = message.split('\n');
  const escaped = [path, pathToFileURL(path).href].map((name) => name.replace(/[^\w/]/g, '\\$&')).join('|');
  const place = new RegExp(`(?:${escaped})(:\\d+(?::\\d+)?)`).exec(stack)?.[1] ?? '';
  return new TsprofError(`${file}${place}: ${reason}`, { exitCode: EXIT_FAILED, cause: error });
}
