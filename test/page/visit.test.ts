/** `tsprof page`, as a user calls it, in the Chromium of this machine. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { profileStats } from '@tsprof/runtime/profile';
import tsprof from 'unplugin-tsprof/esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSPROF, cleanEnv, runNode } from '../cli/projects.ts';
import type { Ran, RunOptions } from '../cli/projects.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';
import { instrumented, serve } from '../support/chromium.ts';
import { CHROMIUM } from './support/browser.ts';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const page = (script: string): string =>
  `<!doctype html><title>app</title><body><script type="module" src="${script}"></script>`;

/** What a sandboxed frame runs. */
const FRAMED =
  "function framed() { parent.postMessage(2475, '*'); }\nglobalThis.later = function later() {};\nframed();\n";

const FILES = {
  'src/app.ts': `import { half } from './half.ts';
export async function rest(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, 1));
}
function crunch(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += half(i);
  return sum;
}
class App {
  async start(): Promise<void> {
    for (const n of [10, 20]) {
      crunch(n);
      await rest();
    }
  }
}
const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });
worker.onmessage = ({ data }) => void (document.title = \`done \${data}\`);
await new App().start();
`,
  'src/half.ts': 'export const half = (n: number): number => n / 2;\n',
  'src/worker.ts': `import { half } from './half.ts';
function total(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += half(i);
  return sum;
}
postMessage(total(100));
`,
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
  'sandboxed/index.html': `<!doctype html><title>app</title><script src="own.js"></script>
<iframe sandbox="allow-scripts" src="frame.html"></iframe>`,
  'sandboxed/own.js': "onmessage = function heard({ data }) { document.title = 'done ' + data; };\n",
  'sandboxed/frame.html': '<!doctype html><script src="framed.js"></script>',
  'sandboxed/framed.js': FRAMED,
  'framed.mjs': `export default async ({ page }) => {
  // Its first profile, for which it has to ask whether it may send it, may be here already.
  const isPost = (request) => request.method() === 'POST' && request.frame() === page.frames()[1];
  const sent = page.waitForResponse((response) => isPost(response.request()), { timeout: 8000 }).catch(() => null);
  await page.waitForFunction(() => document.title === 'done 2475');
  const frame = page.frames()[1];
  await frame.waitForFunction(() => '__tsprof__' in globalThis);
  await sent;
  await frame.evaluate(() => later());
  await page.evaluate(() => document.querySelector('iframe').remove());
};
`,
  'digests/index.html': `<!doctype html><title>app</title>
<script type="importmap">{ "integrity": { "./fine.js": "sha384-AAAA", "/half.js": "sha384-AAAA" } }</script>
<link rel="modulepreload" href="fine.js" integrity="sha384-AAAA" crossorigin>
<script type="module" src="fine.js" integrity="sha384-AAAA" crossorigin></script>`,
  'digests/fine.js': "import { half } from './half.js';\ndocument.title = `done ${half(4950)}`;\n",
  'digests/half.js': 'export function half(n) { return n / 2; }\n',
  'visits/index.html': '<!doctype html><title>app</title><script src="visit.js"></script>',
  'visits/visit.js': 'function visited() {}\nvisited();\n',
  'leaves.mjs': `export default async ({ page }) => {
  const isLoaded = () => page.waitForFunction(() => '__tsprof__' in globalThis);
  for (let visit = 0; visit < 5; visit++) {
    await isLoaded();
    await Promise.all([
      page.waitForEvent('framenavigated'),
      page.evaluate(() => { visited(); location.href = '?' + Math.random(); }),
    ]);
  }
  await isLoaded();
  await page.goto('about:blank');
};
`,
  'done.mjs': `export default async ({ page, context, browser }) => {
  if (context.pages()[0] !== page || !browser.isConnected()) throw new Error('not what it should be');
  await page.waitForFunction(() => document.title === 'done 2475');
};
`,
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
  'closes.mjs': `export default async ({ page }) => {
  await page.waitForFunction(() => document.title === 'done 2475' && '__tsprof__' in globalThis);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => globalThis.late?.());
  await page.close();
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
};

/** How often each function is called, wherever the app is served from. */
const CALLS = {
  'src/app.ts:2 rest': 2,
  'src/app.ts:3 rest/new Promise()': 2,
  'src/app.ts:5 crunch': 2,
  'src/app.ts:11 App.start': 1,
  'src/app.ts:19 worker.onmessage': 1,
  'src/half.ts:1 half': 130,
  'src/worker.ts:2 total': 1,
};

let cwd: string;

beforeAll(async () => {
  cwd = writeProject({ ...FILES, 'broken/broken.js': 'const broken = {;\n' });
  await build({
    ...{ absWorkingDir: cwd, entryPoints: ['src/app.ts', 'src/worker.ts'], outdir: 'dist', format: 'esm' },
    ...{ bundle: true, minify: true, sourcemap: true, logLevel: 'silent' },
  });
  mkdirSync(join(cwd, 'tmp'));
});
afterAll(() => removeProject(cwd));

interface Visited extends Ran {
  /** Null: there is none. */
  readonly profile: Profile | null;
}

/** Calls `tsprof page`; the profile is read, and removed. */
async function visit(args: readonly string[], options: RunOptions = {}): Promise<Visited> {
  const output = join(cwd, `${Math.random()}.tsprof`);
  const env = { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache'), TMPDIR: join(cwd, 'tmp') };
  const ran = await runNode([TSPROF, 'page', '--headless', '-o', output, ...args], { cwd, env, ...options });
  return {
    ...ran,
    profile: existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as Profile) : null,
  };
}

function calls(profile: Profile | null): Record<string, number> {
  const functions = profile === null ? [] : profileStats(profile).functions;
  const own = functions.filter(({ name }) => name !== '<module>');
  return Object.fromEntries(own.map(({ file, line, name, ncall }) => [`${file}:${line} ${name}`, ncall]));
}

const names = (profile: Profile | null): readonly string[] =>
  profile === null ? [] : profile.threads.map(({ name }) => name).sort();

describe.skipIf(CHROMIUM === null)('a folder', () => {
  test.each([
    ['isolated', [], 'observed'],
    ['not isolated', ['--no-isolate'], 'exact'],
    ['without times', ['--clock', 'none'], 'none'],
  ])('%s: counts are exact, and the lines those of the sources', async (_, args, clock) => {
    const ran = await visit(['dist', '--actions', 'done.mjs', ...args]);
    expect(calls(ran.profile)).toEqual(CALLS);
    expect(names(ran.profile)).toEqual(['page /', 'worker /worker.js']);
    expect(ran.profile?.threads.map((thread) => thread.clock)).toEqual([clock, clock]);
    expect(ran.stderr).toMatch(/^elapsed .*\n\nname +ncall [^]*\nhalf +130 .* src\/half\.ts:1\n/);
    expect(ran).toMatchObject({ stdout: '', code: 0, signal: null });
    expect(readdirSync(join(cwd, 'tmp')).filter((name) => name.startsWith('tsprof-'))).toEqual([]);
  });

  test('is profiled for as long as asked, and quietly', async () => {
    const ran = await visit(['dist/index.html', '--for', '2.5', '--quiet']);
    expect(names(ran.profile)).toContain('page /index.html');
    expect(ran).toMatchObject({ stdout: '', stderr: '', code: 0 });
  });

  test('what it complains of is said', async () => {
    const ran = await visit(['faults', '--actions', 'done.mjs', '--limit', '0']);
    const lines = ran.stderr.split('\n').filter((line) => /^page/.test(line));
    expect(lines.sort()).toEqual([
      expect.stringMatching(/^page: Failed to load resource: .*404.*\/missing\.json$/),
      'page: Uncaught TypeError: boom',
      'page: red: \\x1b[31m 1',
    ]);
    expect(ran.profile?.threads).toHaveLength(1);
    expect(ran.code).toBe(0);
  });

  test('isolated from what it needs says how it is not', async () => {
    const other = await serve({ files: { '/x.js': 'globalThis.x = 1;' } });
    const url = `${other.url.replace('127.0.0.1', 'localhost')}x.js`;
    mkdirSync(join(cwd, 'needs'));
    writeFileSync(
      join(cwd, 'needs/index.html'),
      `<!doctype html><title>done 2475</title><script src="${url}"></script>`,
    );
    const limits = ['--actions', 'done.mjs', '--limit', '0'];
    const isolated = await visit(['needs', ...limits]);
    const open = await visit(['needs', ...limits, '--no-isolate']);
    other.close();
    expect(isolated.stderr).toContain(
      `tsprof: ${url} is not offered to pages that are cross-origin isolated, as folders are here. --no-isolate loads it.\n`,
    );
    expect(open.stderr).toMatch(/^elapsed/);
    expect([isolated.code, open.code]).toEqual([0, 0]);
  });

  test('has a sandboxed frame that runs', async () => {
    const { profile, code } = await visit(['sandboxed', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'sandboxed/own.js:1 heard': 1, 'sandboxed/framed.js:1 framed': 1 });
    expect(code).toBe(0);
  });

  test.each([['--isolate'], ['--no-isolate']])(
    '%s: sandboxed frames that are gone have sent all that they did',
    async (how) => {
      const { profile, code, stderr } = await visit(['sandboxed', '--actions', 'framed.mjs', how]);
      expect(calls(profile)).toEqual({
        'sandboxed/own.js:1 heard': 1,
        'sandboxed/framed.js:1 framed': 1,
        'sandboxed/framed.js:2 later': 1,
      });
      expect(names(profile)).toEqual(['frame /frame.html', 'page /']);
      expect(stderr).toMatch(/^elapsed /);
      expect(code).toBe(0);
    },
  );

  test('has digests of what was changed', async () => {
    const { profile, code, stderr } = await visit(['digests', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'digests/half.js:1 half': 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each([['--isolate'], ['--no-isolate']])(
    '%s: pages that are left have sent all that they did',
    async (how) => {
      const args = how === '--isolate' ? [] : [how];
      const { profile, code, stderr } = await visit([
        'visits',
        '--actions',
        'leaves.mjs',
        '--quiet',
        ...args,
      ]);
      // The last one is there as well, and has only been visited.
      expect(calls(profile)).toEqual({ 'visits/visit.js:1 visited': 11 });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );

  test('with an app of one page in it is served wherever the app is', async () => {
    const { profile, code, stderr } = await visit(['dist', '--actions', 'deep.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(names(profile)).toContain('page /deep/place');
    expect(code).toBe(0);
  });

  test('stuck from the beginning: the loop is broken off, and the time it took is there', async () => {
    const { profile, code, stderr } = await visit(['stuck', '--for', '3', '--quiet']);
    expect(calls(profile)).toEqual({ 'stuck/stuck.js:1 spin': 1 });
    const [spin] = profileStats(profile!).functions.filter(({ name }) => name === 'spin');
    // Of these three seconds, and the one for which it is waited, it may have missed some at the beginning.
    expect(spin!.tsub).toBeGreaterThan(1e9);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('of which a file does not parse is profiled all the same, exit 1', async () => {
    const { profile, code, stderr } = await visit(['broken', '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({ 'broken/fine.js:1 fine': 1 });
    expect(stderr).toMatch(
      /^tsprof: broken\/broken\.js:1:17: [^]*\ntsprof: 1 file could not be instrumented\n$/,
    );
    expect(code).toBe(1);
  });

  test('actions that fail are told of in one line, and the profile is written', async () => {
    const { profile, code, stderr } = await visit(['dist', '--actions', 'fails.mjs', '--quiet']);
    expect(stderr).toMatch(/^tsprof: fails\.mjs:3:14: page\.click: Timeout 1ms exceeded\.\n$/);
    expect(calls(profile)).toEqual(CALLS);
    expect(code).toBe(1);
  });

  test.each([
    ['crash.mjs', 'tsprof: the page crashed\n'],
    ['kills.mjs', 'tsprof: the browser ended unexpectedly\n'],
  ])('%s: what was sent is written, exit 1', async (actions, said) => {
    const { profile, code, stderr } = await visit(['dist', '--actions', actions, '--quiet']);
    expect(stderr).toBe(said);
    expect(names(profile)).not.toEqual([]);
    expect(code).toBe(1);
  });

  test('a signal ends the visit, not the command', async () => {
    const { profile, code, signal } = await visit(['dist', '--actions', 'interrupts.mjs', '--quiet']);
    expect(calls(profile)).toEqual(CALLS);
    expect([code, signal]).toEqual([0, null]);
  });
});

type Server = Awaited<ReturnType<typeof serve>>;

/** What a build puts before a classic worker's first statement. */
const PRELUDE = `self[Symbol.for('tsprof.settings')] = { base: location.origin + '/tsprof/' };
importScripts('/tsprof/tsprof.js');
`;

describe.skipIf(CHROMIUM === null)('a URL of a build with unplugin-tsprof', () => {
  let server: Server;

  beforeAll(async () => {
    const { outputFiles } = await build({
      ...{ absWorkingDir: cwd, entryPoints: ['src/app.ts', 'src/worker.ts'], outdir: 'built', format: 'esm' },
      ...{ bundle: true, minify: true, splitting: true, write: false, logLevel: 'silent' },
      nodePaths: [NODE_MODULES],
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
    const { profile, code, stderr } = await visit([server.url, '--actions', 'done.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(calls(profile)).toEqual(CALLS);
    expect([code, names(profile)]).toEqual([0, ['page /', 'worker /worker.js']]);
  });

  test('sends to us what it was built to send nowhere', async () => {
    const { profile, code, stderr } = await visit([server.url, '--actions', 'closes.mjs', '--quiet']);
    expect(stderr).toBe('');
    expect(calls(profile)).toMatchObject({ 'src/app.ts:5 crunch': 2 });
    expect(code).toBe(0);
  });
});

describe.skipIf(CHROMIUM === null)('a URL of a page with a sandboxed frame', () => {
  const frame =
    '<!doctype html><script src="/tsprof/tsprof.js"></script><script type="module" src="/framed.js"></script>';

  test.each([
    ['of a file', 'src="/frame.html"'],
    ['of the page itself', `srcdoc='${frame}'`],
  ])('%s, whose modules its server lets it load', async (_, from) => {
    const server = await serve({
      open: true,
      files: {
        '/': `<!doctype html><title>app</title>
<script>onmessage = ({ data }) => { document.title = 'done ' + data; };</script>
<iframe sandbox="allow-scripts" ${from}></iframe>`,
        '/frame.html': frame,
        '/framed.js': instrumented(FRAMED, 'framed.js', 'module'),
      },
    });
    try {
      const { profile, code, stderr } = await visit([server.url, '--actions', 'framed.mjs']);
      expect(calls(profile)).toEqual({ 'framed.js:1 framed': 1, 'framed.js:2 later': 1 });
      expect(stderr).toMatch(/^elapsed /);
      expect(code).toBe(0);
    } finally {
      server.close();
    }
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
    const { profile, code, stderr } = await visit([server.url, '--actions', 'done.mjs', '--quiet']);
    expect(calls(profile)).toEqual({
      'main.js:1 started': 1,
      'main.js:1 started/onmessage': 1,
      'worker.js:1 answer': 1,
    });
    expect({ code, stderr, posts }).toEqual({ code: 0, stderr: '', posts: 0 });
  });

  test('of what is closed before it is asked', async () => {
    const { profile, code, stderr } = await visit([server.url, '--actions', 'closes.mjs', '--quiet']);
    expect(calls(profile)).toMatchObject({ 'main.js:1 started': 1, 'main.js:2 late': 1 });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.skipIf(process.platform === 'win32')('in a browser that does not start', async () => {
    const browser = join(cwd, 'broken-browser');
    writeFileSync(browser, '#!/bin/sh\necho "no library" >&2\nexit 1\n', { mode: 0o755 });
    const { profile, code, stderr } = await visit([server.url, '--browser', browser, '--quiet']);
    expect(stderr).toBe(`tsprof: ${browser} does not start: no library. Name another one with --browser.\n`);
    expect([code, profile]).toEqual([1, null]);
  });

  test('that is not instrumented', async () => {
    const { profile, code, stderr } = await visit([`${server.url}bare.html`, '--actions', 'done.mjs']);
    expect(stderr).toBe(
      'tsprof: the page is not instrumented. Build it with unplugin-tsprof and TSPROF=1, ' +
        'or name the folder that it was built into.\n',
    );
    expect([code, profile]).toEqual([1, null]);
  });

  test('where nobody answers', async () => {
    const { url, close } = await serve({ files: {} });
    close();
    const { profile, code, stderr } = await visit([url, '--quiet']);
    expect(stderr).toBe(
      `tsprof: cannot open ${url}: nobody answers there; does the server run? (ERR_CONNECTION_REFUSED)\n`,
    );
    expect([code, profile]).toEqual([1, null]);
  });
});
