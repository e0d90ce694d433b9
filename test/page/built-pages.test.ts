import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, extname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { build } from 'esbuild';
import type { Profile } from '@tsprof/runtime/profile';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TSPROF_INSTRUMENT, cleanEnv, runNode } from '../cli/projects.ts';
import type { Ran } from '../cli/projects.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';

/** The browser of this machine; undefined: there is none, and nothing to test with. */
const CHROMIUM = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((file) => existsSync(file));

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A site with scripts of every sort; each says what it did. */
const FILES = {
  'src/app.ts': `import { square } from './square.ts';
export class App {
  #runs = 0;
  async start(): Promise<void> {
    for (const n of [1, 2, 3]) this.#runs += await this.step(n);
    const { lazy } = await import('./lazy.ts');
    console.log('app', this.#runs, lazy(2));
  }
  step = async (n: number): Promise<number> => square(n);
}
const report = (what: string) => (event: MessageEvent<unknown>): void => console.log(what, event.data);
const start = (what: string, worker: Worker): void => void (worker.onmessage = report(what));
start('classic worker', new Worker(new URL('classic-worker.js', import.meta.url)));
start('module worker', new Worker(new URL('module-worker.js', import.meta.url), { type: 'module' }));
const blob = new Blob([\`importScripts('\${new URL('classic-worker.js', import.meta.url)}')\`]);
start('worker of a blob', new Worker(URL.createObjectURL(blob)));
await new App().start();
`,
  'src/square.ts': 'export function square(n: number): number {\n  return n * n;\n}\n',
  'src/lazy.ts':
    "import { square } from './square.ts';\nexport const lazy = (n: number): number => square(n) + 1;\n",
  'dist/index.html': `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8"><title>é</title>
  <link rel="icon" href="data:,">
  <link rel="modulepreload" href="/js/app.js" integrity="DIGEST OF js/app.js">
  <script src="/js/classic.js" integrity="DIGEST OF js/classic.js"></script>
  <script type="module" src="/js/app.js"></script>
  <script>
    "use strict"; function inline(a) { return [a + 1, this === undefined]; }
    console.log('inline', String(inline(1)));
  </script><script type="application/json">{ "not": "code" }</script>
</head>
<body><iframe src="/deep/frame.html"></iframe></body>
</html>
`,
  'dist/deep/frame.html': `<script src="../js/framed.js"></script><p>no head`,
  'dist/js/classic.js':
    '"use strict";\r\nfunction classic() { return this === undefined; }\r\nconsole.log("classic", classic());\r\n',
  'dist/js/framed.js':
    'var framed = function () { return 5; };\nconsole.log("frame", framed() + framed());\n',
  'dist/js/classic-worker.js': `async function* numbers() { yield 1; yield* [2, 3]; }
async function sum() { let all = 0; for await (const n of numbers()) all += n; return all; }
sum().then((all) => postMessage(all));
`,
  'dist/js/module-worker.js': 'function double(n) { return 2 * n; }\npostMessage(double(21));\n',
  'dist/style.css': 'p { color: red }\n',
};

let cwd: string;
let browser: Browser;
let ran: Ran;

const instrument = (...args: string[]): Promise<Ran> =>
  runNode([TSPROF_INSTRUMENT, ...args], { cwd, env: { ...cleanEnv(), XDG_CACHE_HOME: join(cwd, 'cache') } });

beforeAll(async () => {
  cwd = writeProject(FILES);
  await build({
    ...{ absWorkingDir: cwd, entryPoints: ['src/app.ts'], outdir: 'dist/js', format: 'esm', bundle: true },
    ...{ splitting: true, minify: true, sourcemap: true, logLevel: 'silent' },
  });
  const digest = (_: string, file: string): string =>
    `sha384-${createHash('sha384')
      .update(readFileSync(join(cwd, 'dist', file)))
      .digest('base64')}`;
  const page = FILES['dist/index.html'].replace(/DIGEST OF ([\w/.]+)/g, digest);
  writeFileSync(join(cwd, 'dist/index.html'), page);
  ran = await instrument('dist', '-d', 'out');
  browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser.close();
  removeProject(cwd);
});

/** Serves a folder while `use` runs. */
async function served<T>(folder: string, use: (url: string) => Promise<T>): Promise<T> {
  const server: Server = createServer(({ url = '/' }, response) => {
    const file = join(folder, decodeURIComponent(url.replace(/\?.*/, '').replace(/\/$/, '/index.html')));
    if (!existsSync(file)) return void response.writeHead(404).end();
    response
      .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/json' })
      .end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.close();
  }
}

/** All that the page says, in an order that does not depend on who was faster; then `ask` is asked of it. */
async function visit<T>(folder: string, ask: () => T): Promise<{ said: string[]; answer: T }> {
  const EXPECTED = 7;
  return served(join(cwd, folder), async (url) => {
    const page = await browser.newPage();
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      page.on(
        'console',
        (message) => said.push(`${message.type()} ${message.text()}`) === EXPECTED && resolve(),
      );
      page.on('pageerror', reject);
      page.on('requestfailed', (request) => reject(new Error(request.url())));
      page.on('response', (response) => response.status() === 404 && reject(new Error(response.url())));
      void page.goto(url).catch(reject);
    });
    const answer = await page.evaluate(ask);
    await page.close();
    return { said: said.sort(), answer: answer as T };
  });
}

function calls({ sites, files, threads }: Profile): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { nodes, edges } of threads) {
    edges.to.forEach((node, edge) => {
      const site = nodes.site[node]!;
      const place = `${files[sites.file[site]!]}:${sites.line[site]} ${sites.name[site]}`;
      if (!place.includes('<module>')) counts[place] = (counts[place] ?? 0) + edges.ncall[edge]!;
    });
  }
  return counts;
}

/** In the page: the profile of it and of all that it has started, which may still be loading what answers for it. */
async function snapshot(): Promise<Profile> {
  const door = globalThis as unknown as { __tsprof__: { snapshot(): Promise<Profile> } };
  for (;;) {
    const profile = await door.__tsprof__.snapshot();
    if (profile.threads.filter(({ edges }) => edges.ncall.length > 0).length >= 5) return profile;
  }
}

describe.skipIf(CHROMIUM === undefined)('a folder of pages', () => {
  test('does in the browser what it did, and has the functions of its sources', async () => {
    const plain = await visit('dist', () => null);
    const { said, answer } = await visit('out', snapshot);
    expect(said).toEqual(plain.said);
    expect(calls(await answer)).toEqual({
      'dist/index.html:10 inline': 1,
      'dist/js/classic.js:2 classic': 1,
      'dist/js/framed.js:1 framed': 2,
      'dist/js/classic-worker.js:1 numbers': 2,
      'dist/js/classic-worker.js:2 sum': 2,
      'dist/js/classic-worker.js:3 sum().then()': 2,
      'dist/js/module-worker.js:1 double': 1,
      'src/app.ts:4 App.start': 1,
      'src/app.ts:9 App.step': 3,
      'src/app.ts:11 report': 3,
      'src/app.ts:11 report/<return>': 3,
      'src/app.ts:12 start': 3,
      'src/lazy.ts:2 lazy': 1,
      'src/square.ts:1 square': 4,
    });
  });

  test('has all other files as they were', () => {
    expect(ran.stderr).toMatch(/^tsprof-instrument: 8 files instrumented \(\d+ sites\), 2 copied\n$/);
    expect(readFileSync(join(cwd, 'out/style.css'))).toEqual(readFileSync(join(cwd, 'dist/style.css')));
    const [before, after] = ['dist', 'out'].map((folder) =>
      readFileSync(join(cwd, folder, 'deep/frame.html'), 'utf8'),
    );
    expect(after).toBe(`<script src="../tsprof/tsprof.js"></script>${before}`);
  });

  test('is not instrumented twice, nor is the runtime in it', async () => {
    await instrument('out', '-d', 'twice');
    for (const file of ['index.html', 'deep/frame.html', 'js/app.js', 'js/classic.js', 'tsprof/tsprof.js']) {
      expect(readFileSync(join(cwd, 'twice', file), 'utf8')).toBe(
        readFileSync(join(cwd, 'out', file), 'utf8'),
      );
    }
  });

  test('tells the runtime what it is told', async () => {
    await instrument('dist', '-d', 'told', '--post', '/profiles', '--clock', 'none');
    for (const file of ['tsprof.js', 'probes.js']) {
      const [line] = readFileSync(join(cwd, 'told/tsprof', file), 'utf8').split('\n');
      const run = new Function('globalThis', line!);
      const page = { [Symbol.for('tsprof.settings')]: { clock: 'exact' } };
      run(page);
      expect(page[Symbol.for('tsprof.settings')]).toEqual({ post: '/profiles', clock: 'exact' });
    }
  });
});
