/** Pages that are served already. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import tsprof from 'unplugin-tsprof/esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instrumented, serve } from '../support/chromium.ts';
import { APP, CALLS, buildApp } from './support/app.ts';
import { CHROMIUM } from './support/browser.ts';
import { DONE, VisitedProject, calls, names, page } from './support/visited-project.ts';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const FILES = {
  ...APP,
  'closes.mjs': `export default async ({ page }) => {
  await page.waitForFunction(() => document.title === 'done 2475' && '__tsprof__' in globalThis);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => globalThis.late?.());
  await page.close();
};
`,
  'done.mjs': DONE,
};

let project: VisitedProject;

beforeAll(() => {
  project = new VisitedProject(FILES);
});
afterAll(() => project.remove());

type Server = Awaited<ReturnType<typeof serve>>;

/** What a build puts before a classic worker's first statement. */
const PRELUDE = `self[Symbol.for('tsprof.settings')] = { base: location.origin + '/tsprof/' };
importScripts('/tsprof/tsprof.js');
`;

describe.skipIf(CHROMIUM === null)('a URL of a build with unplugin-tsprof', () => {
  let server: Server;

  beforeAll(async () => {
    const { cwd } = project;
    const outputFiles = await buildApp(cwd, {
      ...{ outdir: 'built', splitting: true, nodePaths: [NODE_MODULES] },
      plugins: [tsprof({ enabled: true, root: cwd })],
    });
    const built = outputFiles.map(({ path, text }) => [path.slice(join(cwd, 'built').length), text] as const);
    server = await serve({
      isolated: true,
      files: { ...Object.fromEntries(built), '/': page('/app.js') },
    });
  });
  afterAll(() => server.close());

  test('has page and workers in one profile', async () => {
    const { profile, code, stderr } = await project.visit([server.url, '--actions', 'done.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(calls(profile)).toEqual(CALLS);
    expect([code, names(profile)]).toEqual([0, ['page /', 'worker /worker.js']]);
  });

  test('sends to us what it was built to send nowhere', async () => {
    const { profile, code, stderr } = await project.visit([server.url, '--actions', 'closes.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(calls(profile)).toMatchObject({ 'src/app.ts:5 crunch': 2 });
    expect(code).toBe(0);
  });
});

describe.skipIf(CHROMIUM === null)('a URL', () => {
  let server: Server;
  let posts = 0;

  beforeAll(async () => {
    server = await serve({
      csp: "default-src 'self'",
      onPost: () => posts++,
      files: {
        '/': `<!doctype html><title>app</title><script src="/tsprof/tsprof.js"></script><script src="/main.js"></script>`,
        '/bare.html': `<!doctype html><title>done 2475</title><p>nothing`,
        '/main.js': instrumented(
          `function started() { new Worker('/worker.js').onmessage = ({ data }) => { document.title = 'done ' + data; }; }
globalThis.late = function late() {};
started();`,
          'main.js',
        ),
        '/worker.js':
          PRELUDE + instrumented('function answer() { postMessage(2475); }\nanswer();', 'worker.js'),
      },
    });
  });
  afterAll(() => server.close());

  test('of what was instrumented to send profiles nowhere', async () => {
    const { profile, code, stderr } = await project.visit([server.url, '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({
      'main.js:1 started': 1,
      'main.js:1 started/new Worker("/worker.js").onmessage': 1,
      'worker.js:1 answer': 1,
    });
    expect({ code, stderr, posts }).toEqual({ code: 0, stderr: '', posts: 0 });
  });

  test.each([
    ['isolated by us', ['--isolate'], 'observed'],
    ['left as it is', [], 'observed'],
  ])('%s: it reaches its frames and windows', async (_, args, clock) => {
    const site = await serve({
      files: {
        '/': `<!doctype html><script src="/tsprof/tsprof.js"></script><script src="/main.js"></script>
<iframe src="/frame.html"></iframe>`,
        '/frame.html': '<!doctype html><body>24',
        '/window.html': '<!doctype html><body>75',
        '/main.js': instrumented(
          `const other = open('/window.html');
addEventListener('load', function loaded() {
  const read = () => {
    const texts = [frames[0], other].map((each) => each.document.body?.textContent.trim());
    if (texts.join('') === '2475') document.title = 'done 2475';
    else setTimeout(read, 20);
  };
  read();
});`,
          'main.js',
        ),
      },
    });
    const ran = await project.visit([site.url, '--actions', 'done.mjs', '--quiet', ...args]);
    site.close();
    expect(ran.profile?.threads.map((thread) => thread.clock)).toEqual([clock]);
    expect(calls(ran.profile)).toMatchObject({ 'main.js:2 loaded': 1 });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
  });

  test('of what is closed before it is asked', async () => {
    const { profile, code, stderr } = await project.visit([server.url, '--actions', 'closes.mjs', '--quiet']);
    expect(calls(profile)).toMatchObject({ 'main.js:1 started': 1, 'main.js:2 late': 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.skipIf(process.platform === 'win32')('in a browser that does not start', async () => {
    const browser = join(project.cwd, 'broken-browser');
    writeFileSync(browser, '#!/bin/sh\necho "no library" >&2\nexit 1\n', { mode: 0o755 });
    const { profile, code, stderr } = await project.visit([server.url, '--browser', browser, '--quiet']);
    expect(stderr).toBe(`tsprof: ${browser} does not start: no library. Name another one with --browser.\n`);
    expect([code, profile]).toEqual([1, null]);
  });

  test('that is not instrumented', async () => {
    const { profile, code, stderr } = await project.visit([
      `${server.url}bare.html`,
      '--actions',
      'done.mjs',
    ]);
    expect(stderr).toBe(
      'tsprof: the page is not instrumented. Build it with unplugin-tsprof and TSPROF=1, ' +
        'or name the folder that it was built into.\n',
    );
    expect([code, profile]).toEqual([1, null]);
  });

  test('where nobody answers', async () => {
    const { url, close } = await serve({ files: {} });
    close();
    const { profile, code, stderr } = await project.visit([url, '--quiet']);
    expect(stderr).toBe(
      `tsprof: cannot open ${url}: nobody answers there; does the server run? (ERR_CONNECTION_REFUSED)\n`,
    );
    expect([code, profile]).toEqual([1, null]);
  });
});
