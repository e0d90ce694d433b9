/** Folders of built files, as `tsprof page` opens them, and what ends a visit. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileStats } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../support/chromium.ts';
import { APP, CALLS, buildApp } from './support/app.ts';
import { CHROMIUM } from './support/browser.ts';
import { DONE, VisitedProject, calls, names, page } from './support/visited-project.ts';

const FILES = {
  ...APP,
  'dist/index.html': page('/app.js'),
  'faults/index.html': page('/faults.js'),
  'faults/faults.js': `console.error('red: \\u001b[31m', 1);
console.log('no complaint');
fetch('/missing.json').then(() => { document.title = 'done 2475'; });
throw new TypeError('boom');
`,
  'stuck/index.html': page('/stuck.js'),
  'stuck/stuck.js': 'function spin() { for (;;); }\nspin();\n',
  'broken/index.html': page('/broken.js') + page('/fine.js'),
  'broken/fine.js': "function fine() { document.title = 'done 2475'; }\nfine();\n",
  'digests/index.html': `<!doctype html><title>app</title>
<script type="importmap">{ "integrity": { "./fine.js": "sha384-AAAA", "/half.js": "sha384-AAAA" } }</script>
<link rel="modulepreload" href="fine.js" integrity="sha384-AAAA" crossorigin>
<script type="module" src="fine.js" integrity="sha384-AAAA" crossorigin></script>`,
  'digests/fine.js': "import { half } from './half.js';\ndocument.title = `done ${half(4950)}`;\n",
  'digests/half.js': 'export function half(n) { return n / 2; }\n',
  'deep.mjs': `export default async ({ page }) => {
  const { origin } = new URL(page.url());
  const found = async (url) => (await page.request.get(origin + url)).status();
  if ((await found('/deep/data')) !== 404) throw new Error('found what is not there');
  await page.goto(origin + '/deep/place');
  await page.waitForFunction(() => document.title === 'done 2475');
};
`,
  'fails.mjs': `export default async ({ page }) => {
  await page.waitForFunction(() => document.title === 'done 2475');
  await page.click('#nowhere', { timeout: 1 });
};
`,
  'crash.mjs': `export default async ({ page, context }) => {
  const session = await context.newCDPSession(page);
  await page.waitForResponse(/__tsprof__/);
  await session.send('Page.crash');
};
`,
  'kills.mjs': `export default async ({ page, browser }) => {
  await page.waitForResponse(/__tsprof__/);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  process.kill(processInfo.find(({ type }) => type === 'browser').id, 'SIGKILL');
  await new Promise(() => {});
};
`,
  'interrupts.mjs': `export default async ({ page }) => {
  await page.waitForFunction(() => document.title === 'done 2475');
  process.kill(process.pid, 'SIGTERM');
  await new Promise(() => {});
};
`,
  'broken/broken.js': 'const broken = {;\n',
  'done.mjs': DONE,
};

let project: VisitedProject;

beforeAll(async () => {
  project = new VisitedProject(FILES);
  for (const { path, contents } of await buildApp(project.cwd, { outdir: 'dist', sourcemap: true }))
    writeFileSync(path, contents);
});
afterAll(() => project.remove());

describe.skipIf(CHROMIUM === null)('a folder', () => {
  test.each([
    ['isolated', [], 'observed'],
    ['not isolated', ['--no-isolate'], 'observed'],
    ['without times', ['--clock', 'none'], 'none'],
  ])('%s: counts are exact, and the lines those of the sources', async (_, args, clock) => {
    const ran = await project.visit(['dist', '--actions', 'done.mjs', ...args]);
    expect(calls(ran.profile)).toEqual(CALLS);
    expect(names(ran.profile)).toEqual(['page /', 'worker /worker.js']);
    expect(ran.profile?.threads.map((thread) => thread.clock)).toEqual([clock, clock]);
    expect(ran.stderr).toMatch(/^elapsed .*\n\nname +ncall [^]*\nhalf +130 .* src\/half\.ts:1\n/);
    expect(ran).toMatchObject({ stdout: '', code: 0, signal: null });
    expect(readdirSync(join(project.cwd, 'tmp')).filter((name) => name.startsWith('tsprof-'))).toEqual([]);
  });

  test('is profiled for as long as asked, and quietly', async () => {
    const ran = await project.visit(['dist/index.html', '--for', '2.5', '--quiet']);
    expect(names(ran.profile)).toContain('page /index.html');
    expect(ran).toMatchObject({ stdout: '', stderr: '', code: 0 });
  });

  test('what it complains of is said', async () => {
    const ran = await project.visit(['faults', '--actions', 'done.mjs', '--limit', '0']);
    const lines = ran.stderr.split('\n').filter((line) => /^page/.test(line));
    expect(lines.sort()).toEqual([
      expect.stringMatching(/^page: Failed to load resource: .*404.*\/missing\.json$/),
      'page: Uncaught TypeError: boom',
      'page: red: \\x1b[31m 1',
    ]);
    expect(ran.profile?.threads).toHaveLength(1);
    expect(ran.code).toBe(0);
  });

  test('isolated, loads what other origins serve to all, and keeps its windows and frames', async () => {
    const other = await serve({
      files: {
        '/x.js': 'globalThis.x = 2475;',
        '/other.html': `<!doctype html><script>(opener ?? parent).postMessage(1, '*');</script>`,
      },
    });
    const url = other.url.replace('127.0.0.1', 'localhost');
    mkdirSync(join(project.cwd, 'needs'));
    writeFileSync(
      join(project.cwd, 'needs/index.html'),
      `<!doctype html><script src="${url}x.js"></script><script src="needs.js"></script>
<iframe src="${url}other.html"></iframe>`,
    );
    writeFileSync(
      join(project.cwd, 'needs/needs.js'),
      `const from = new Set();
onmessage = function heard({ source }) {
  if (from.add(source).size === 2) document.title = crossOriginIsolated ? 'done ' + x : 'open';
};
open('${url}other.html');
`,
    );
    const ran = await project.visit(['needs', '--actions', 'done.mjs', '--limit', '0']);
    other.close();
    expect(calls(ran.profile)).toEqual({ 'needs/needs.js:2 heard': 2 });
    expect(ran.stderr).toMatch(/^elapsed/);
    expect(ran.code).toBe(0);
  });

  test('has digests of what was changed', async () => {
    const { profile, code, stderr } = await project.visit(['digests', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'digests/half.js:1 half': 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('with an app of one page in it is served wherever the app is', async () => {
    const { profile, code, stderr } = await project.visit(['dist', '--actions', 'deep.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(names(profile)).toContain('page /deep/place');
    expect(code).toBe(0);
  });

  test('stuck from the beginning: the loop is broken off, and the time it took is there', async () => {
    const { profile, code, stderr } = await project.visit(['stuck', '--for', '3', '--quiet']);
    expect(calls(profile)).toEqual({ 'stuck/stuck.js:1 spin': 1 });
    const [spin] = profileStats(profile!).functions.filter(({ name }) => name === 'spin');
    // Of these three seconds, and the one for which it is waited, it may have missed some at the beginning.
    expect(spin!.tsub).toBeGreaterThan(1e9);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('of which a file does not parse is profiled all the same, exit 1', async () => {
    const { profile, code, stderr } = await project.visit(['broken', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'broken/fine.js:1 fine': 1 });
    expect(stderr).toMatch(
      /^tsprof: broken\/broken\.js:1:17: [^]*\ntsprof: 1 file could not be instrumented\n$/,
    );
    expect(code).toBe(1);
  });

  test('actions that fail are told of in one line, and the profile is written', async () => {
    const { profile, code, stderr } = await project.visit(['dist', '--actions', 'fails.mjs', '--quiet']);
    expect(stderr).toMatch(/^tsprof: fails\.mjs:3:14: page\.click: Timeout 1ms exceeded\.\n$/);
    expect(calls(profile)).toEqual(CALLS);
    expect(code).toBe(1);
  });

  test.each([
    ['crash.mjs', 'tsprof: the page crashed\n'],
    ['kills.mjs', 'tsprof: the browser ended unexpectedly\n'],
  ])('%s: what was sent is written, exit 1', async (actions, said) => {
    const { profile, code, stderr } = await project.visit(['dist', '--actions', actions, '--quiet']);
    expect(stderr).toBe(said);
    expect(names(profile)).not.toEqual([]);
    expect(code).toBe(1);
  });

  test('a signal ends the visit, not the command', async () => {
    const { profile, code, signal } = await project.visit(['dist', '--actions', 'interrupts.mjs', '--quiet']);
    expect(calls(profile)).toEqual(CALLS);
    expect([code, signal]).toEqual([0, null]);
  });
});
