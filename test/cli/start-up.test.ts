/** What is read before a program starts: each file takes its time, which the user waits for. */
import { readFileSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { TSPROF, cleanEnv, runNode } from './projects.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-start-up-'));
  return () => rmSync(directory, { recursive: true, force: true });
});

/** Writes the URL of each module into a file. */
const HOOKS = `
  import { appendFileSync } from 'node:fs';
  export function load(url, context, next) {
    appendFileSync(process.env.LOADED, url + '\\n');
    return next(url, context);
  }
`;

test('tsprof run reads little before it starts the program', async () => {
  const loaded = join(directory, 'loaded.txt');
  const hooks = `data:text/javascript,${encodeURIComponent(HOOKS)}`;
  const register = `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`;
  writeFileSync(join(directory, 'register.mjs'), register);
  const env = { ...cleanEnv(), LOADED: loaded };
  const preload = pathToFileURL(join(directory, 'register.mjs')).href;
  const { stderr } = await runNode(['--import', preload, TSPROF, 'run', join(directory, 'missing.js')], {
    env,
  });
  expect(stderr).toContain('cannot find the script');
  const files = [...new Set(readFileSync(loaded, 'utf8').trim().split('\n'))].filter(
    (url) => !url.startsWith('node:'),
  );
  expect(files.filter((url) => url.includes('/runtime/'))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(22);
});
