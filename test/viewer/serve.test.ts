/** What tsprof view serves, and to whom. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveViewer, type ViewServer } from '../../report/src/viewer-page/serve.ts';
import { sourceFolders } from '../../report/src/profile-files/sources.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { launch } from '../support/chromium.ts';

let scratch: string;
let browser: Browser;
let server: ViewServer;

const FILES = ['src/a.ts', '../outside.ts', 'src/link.ts', 'src/secret.env', 'src/none.ts', '/etc/passwd'];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'tsprof-view-'));
  const cwd = join(scratch, 'project');
  mkdirSync(join(cwd, 'src'), { recursive: true });
  writeFileSync(join(cwd, 'src/a.ts'), 'function a() {\n  b(); // <b>not bold</b>\n}\n');
  writeFileSync(join(cwd, 'src/secret.env'), 'KEY=1');
  writeFileSync(join(scratch, 'outside.ts'), 'outside');
  symlinkSync(join(scratch, 'outside.ts'), join(cwd, 'src/link.ts'));
  const profile = profileOf([call('a', 9e6, call('b', 5e6))], {
    ...{ cwd, definitions: { a: { file: 'src/a.ts', line: 1 }, b: { file: 'src/a.ts', line: 2 } } },
  });
  const shown = { name: 'run.tsprof', profile: { ...profile, files: FILES } };
  server = await serveViewer({ shown, before: shown, folders: sourceFolders([], cwd), timelines: [] }, 0);
  browser = await launch();
});
afterAll(async () => {
  server.close();
  await browser.close();
  rmSync(scratch, { recursive: true });
});

/** Status and text of an answer; the path is sent as it is. */
function ask(path: string, { method = 'GET', host }: { method?: string; host?: string } = {}) {
  const { hostname, port } = new URL(server.url);
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>(
    (done, fail) => {
      const headers = host === undefined ? {} : { host };
      const asked = request({ hostname, port, path, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () => done({ status: response.statusCode!, text, headers: response.headers }));
      });
      asked.on('error', fail).end();
    },
  );
}

const statusOf = async (path: string, options = {}): Promise<number> => (await ask(path, options)).status;
const base = (): string => new URL(server.url).pathname;

describe('the server of the viewer', () => {
  it('listens on this machine only, behind a token that cannot be guessed', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
  });

  it('answers with its page, the profiles and the worker', async () => {
    const paths = ['', 'profile.json', 'before.json', 'graph-worker.js'].map((path) => base() + path);
    expect(await Promise.all(paths.map((path) => statusOf(path)))).toEqual([200, 200, 200, 200]);
  });

  it.each([
    ['another host', () => [base(), { host: 'evil.example' }] as const, 403],
    ['no token', () => ['/', {}] as const, 403],
    ['another token', () => [`/${'x'.repeat(32)}/`, {}] as const, 403],
    ['the token cut short', () => [base().slice(0, -2), {}] as const, 403],
    ['what it does not have', () => [`${base()}nothing`, {}] as const, 404],
    ['a file beside it', () => [`${base()}../../../package.json`, {}] as const, 404],
    ['a file beside it, encoded', () => [`${base()}%2e%2e%2fpackage.json`, {}] as const, 404],
    ['anything but reading', () => [base(), { method: 'POST' }] as const, 405],
  ])('refuses %s', async (_, asking, status) => {
    const [path, options] = asking();
    expect(await statusOf(path, options)).toBe(status);
  });

  it('lets nobody frame or keep it', async () => {
    const { headers } = await ask(base());
    expect(headers).toMatchObject({
      ...{ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
      ...{
        'content-security-policy': "frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
      },
    });
  });

  it('shows scripts below its folders, and no other file that a profile may name', async () => {
    const answers = await Promise.all(FILES.map((_, at) => statusOf(`${base()}source/${at}`)));
    expect(answers).toEqual([200, 404, 404, 404, 404, 404]);
    expect((await ask(`${base()}source/0`)).text).toContain('function a()');
  });
});

describe('the page that is served', () => {
  it('has the source, and lays the call graph out anew as thresholds are moved', async () => {
    const page = await browser.newPage();
    try {
      await page.goto(
        `${server.url}#view=source&selected=${encodeURIComponent('["a","src/a.ts",1,0,"function"]')}`,
      );
      await page.locator('[data-line="2"]').waitFor();
      expect(await page.locator('[data-line="2"]').innerText()).toContain('b(); // <b>not bold</b>');
      await page.getByRole('navigation').getByRole('button', { name: 'Graph' }).click();
      const boxes = page.getByRole('group', { name: 'Call graph' }).getByRole('button');
      await boxes.nth(1).waitFor();
      expect(await boxes.evaluateAll((found) => found.map((box) => box.getAttribute('aria-label')))).toEqual([
        expect.stringMatching(/^\[root\], 9.00 ms/),
        'a, 9.00 ms (100.0%), own 4.00 ms (44.4%), 1×',
        'b, 5.00 ms (55.6%), own 5.00 ms (55.6%), 1×',
      ]);
    } finally {
      await page.close();
    }
  });

  it('has the diff of both', async () => {
    const page = await browser.newPage();
    try {
      await page.goto(`${server.url}#view=diff`);
      await page.getByText('nothing has changed').waitFor();
    } finally {
      await page.close();
    }
  });
});
