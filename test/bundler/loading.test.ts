/** How a bundler loads a file decides what becomes of it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isCodeLoader, loaderOf } from '../../bundler/src/hosts/esbuild-loaders.ts';
import type { HookContext } from '../../bundler/src/hosts/host.ts';
import { edgeOf } from '../../bundler/src/hosts/vite-edge.ts';
import { comeLast } from '../../bundler/src/hosts/vite-compilers.ts';
import {
  isScript,
  isText,
  markScripts,
  moduleScripts,
  pageTags,
} from '../../bundler/src/hosts/vite-scripts.ts';
import { keyCache } from '../../bundler/src/hosts/webpack-cache.ts';
import { isCode } from '../../bundler/src/hosts/webpack-modules.ts';
import { hasMacros } from '../../bundler/src/macros.ts';
import { checkOptions, keyOf } from '../../bundler/src/options.ts';
import { isServiceWorker } from '../../bundler/src/service-worker.ts';
import { createNamer } from '../../bundler/src/selected.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-loading-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("esbuild's loader of a file", () => {
  const loaders = { '.js': 'jsx', '.x.js': 'text', '.y.js': 'file', '.ts': 'tsx' };
  it.each([
    ['/a/main.js', 'jsx', true],
    ['/a/main.mts', 'ts', true],
    ['/a/main.ts', 'tsx', true],
    ['/a/main.x.js', 'text', false],
    ['/a/main.z.y.js', 'file', false],
    ['/a.x.js/main.cjs', 'js', true],
    ['/a/main.json', 'default', false],
  ])('%s: %s', (path, loader, isCode) => {
    expect(loaderOf(path, loaders)).toBe(loader);
    expect(isCodeLoader(loader)).toBe(isCode);
  });
});

describe('a service worker', () => {
  it.each([
    ["self.addEventListener('install', start)", true],
    ['addEventListener("fetch", (event) => answer(event))', true],
    ['globalThis.addEventListener(\n  "push", show)', true],
    ['self.onfetch = answer', true],
    ['onactivate = () => {}', true],
    ['precacheAndRoute(self.__WB_MANIFEST)', true],
    ['self.skipWaiting()', true],
    ["store.addEventListener('sync', save)", false],
    ["this.addEventListener('push', save)", false],
    ["window.addEventListener('message', hear)", false],
    ['self.onmessage = hear', false],
    ['button.onactivate = press', false],
    ['if (onfetch === undefined) fetch(url)', false],
  ])('is told by its words: %s', (code, expected) => expect(isServiceWorker(code)).toBe(expected));
});

describe('what Vite builds for servers that are not Node', () => {
  const context = (consumer: 'client' | 'server', conditions: string[], name = 'ssr'): HookContext => ({
    warn() {},
    environment: { name, config: { consumer, resolve: { conditions } } },
  });
  const worker = { ssr: { target: 'webworker' } };
  const node = { ssr: { target: 'node' } };

  it('is told by what packages are asked for', () => {
    expect(edgeOf(node, context('server', ['workerd', 'module'], 'my_worker'))).toBe('my_worker');
    expect(edgeOf(node, context('server', ['edge-light'], 'rsc'))).toBe('rsc');
    expect(edgeOf(node, context('server', ['module', 'node']))).toBe(null);
    expect(edgeOf(node, context('client', ['worker'], 'client'))).toBe(null);
  });

  it("is told by Vite's target", () => {
    expect(edgeOf(worker, context('server', ['module']))).toBe('ssr');
    expect(edgeOf(worker, context('server', ['module'], 'other'))).toBe(null);
    expect(edgeOf(worker, context('client', [], 'client'))).toBe(null);
    expect(edgeOf(worker, { warn() {} }, { ssr: true })).toBe('ssr');
    expect(edgeOf(worker, { warn() {} }, { ssr: false })).toBe(null);
    expect(edgeOf(node, { warn() {} }, { ssr: true })).toBe(null);
  });
});

describe("webpack's module is code", () => {
  const context = (type: string | undefined, ...paths: string[]) =>
    ({
      getNativeBuildContext: () => ({
        loaderContext: { _module: { type }, loaders: paths.map((path) => ({ path })) },
      }),
    }) as unknown as HookContext;
  it.each([
    ['javascript/auto', true],
    ['javascript/esm', true],
    ['asset/source', false],
    ['asset/resource', false],
    ['asset', false],
    ['json', false],
    [undefined, true],
  ])('%s: %s', (type, expected) => expect(isCode(context(type))).toBe(expected));

  it('unless a loader makes text of it', () => {
    expect(isCode(context('javascript/auto', '/p/node_modules/babel-loader/lib/index.js'))).toBe(true);
    expect(isCode(context('javascript/auto', '/p/node_modules/raw-loader/dist/cjs.js'))).toBe(false);
  });
});

describe('a cache that outlives a build', () => {
  const key = keyOf(checkOptions({ enabled: true }, {}));

  it('is kept apart for other options', () => {
    expect(keyOf(checkOptions({ enabled: true }, {}))).toBe(key);
    expect(keyOf(checkOptions({ enabled: true, include: 'src/**' }, {}))).not.toBe(key);
  });

  it('has the key in its version, beside what users have there', () => {
    const webpack = { cache: { type: 'filesystem', version: '7' } };
    const rspack = { cache: true, experiments: { cache: { type: 'persistent' } } };
    const memory = { cache: { type: 'memory' } };
    for (const options of [webpack, rspack, memory]) keyCache(options, 'k');
    expect(webpack.cache.version).toBe('7|tsprof k');
    expect(rspack.experiments.cache).toEqual({ type: 'persistent', version: '|tsprof k' });
    expect(memory.cache).toEqual({ type: 'memory' });
  });
});

describe('files', () => {
  const named = (options: object) =>
    createNamer(checkOptions({ enabled: true, root: folder, ...options }, {}));

  it.each(['.svelte-kit/generated/root.js', 'packages/a/.next/x.js', '.nuxt/app.ts', '.output/server/i.mjs'])(
    '%s is written by a framework: left alone, unless asked for',
    (path) => {
      expect(named({})(join(folder, path))).toBe(null);
      expect(named({ only: '**' })(join(folder, path))).toBe(path);
    },
  );

  it('of a workspace are found behind links', () => {
    mkdirSync(join(folder, 'packages/own/src'), { recursive: true });
    mkdirSync(join(folder, 'node_modules/other'), { recursive: true });
    writeFileSync(join(folder, 'packages/own/src/index.js'), '');
    writeFileSync(join(folder, 'node_modules/other/index.js'), '');
    symlinkSync(join(folder, 'packages/own'), join(folder, 'node_modules/own'), 'junction');
    expect(named({})(join(folder, 'node_modules/own/src/index.js'))).toBe('packages/own/src/index.js');
    expect(named({})(join(folder, 'node_modules/other/index.js'))).toBe(null);
    expect(named({})(join(folder, 'node_modules/none/index.js'))).toBe(null);
  });
});

describe('compilers with macros come first', () => {
  it.each([
    ['/a/state.svelte.ts', '', true],
    ['/a/state.svelte.js', '', true],
    ['/a/x.tsx', "import { t } from '@lingui/core/macro';", true],
    ['/a/x.js', 'import tw from "twin.macro"', true],
    ['/a/x.tsx', "import { component$ } from '@builder.io/qwik';", true],
    ['/a/x.tsx', "import styled from 'styled-components';", true],
    ['/a/x.ts', "import * as stylex from '@stylexjs/stylex';", true],
    ['/a/x.ts', "import { macrotask } from './macrotasks';", false],
  ])('%s %j: %s', (path, code, expected) => expect(hasMacros(path, code)).toBe(expected));

  it('also those that stand behind us in the list', () => {
    const late = { name: 'late', enforce: 'post' } as const;
    const plugins = [
      { name: 'tsprof:components', enforce: 'post' } as const,
      late,
      { name: 'vite:import-analysis' },
    ];
    comeLast(plugins, 'tsprof:components');
    expect(plugins.map(({ name }) => name)).toEqual(['late', 'tsprof:components', 'vite:import-analysis']);
  });
});

describe("a script in Vite's dev server", () => {
  writeFileSync(join(folder, 'plain.js'), 'const a = import("./b.js");\n');
  writeFileSync(join(folder, 'module.js'), "import './b.js';\n");
  writeFileSync(join(folder, 'entry.js'), 'globalThis.x = 1;\n');
  const marked = (url: string, destination?: string, mode?: string, referer?: string): string => {
    const headers = { 'sec-fetch-dest': destination, 'sec-fetch-mode': mode, referer };
    const request = { url, headers } as unknown as IncomingMessage;
    const isModule = (path: string) => path === '/base/entry.js';
    markScripts(folder, '/base/', isModule)(request, {} as ServerResponse, () => {});
    return request.url!;
  };

  it.each([
    ['/base/plain.js', 'script', 'no-cors', true],
    ['/base/plain.js?t=1', 'script', 'no-cors', true],
    ['/base/plain.js', 'script', 'cors', false],
    ['/base/plain.js', 'worker', 'same-origin', true],
    ['/base/module.js', 'worker', 'same-origin', false],
    ['/base/module.js', 'sharedworker', 'same-origin', false],
    ['/base/plain.js', undefined, undefined, true],
    ['/base/module.js', undefined, undefined, false],
    ['/base/none.js', undefined, undefined, false],
    ['/base/plain.js', 'empty', 'cors', false],
    ['/base/@vite/client.js', 'script', 'no-cors', false],
  ])('%s asked for as %s, %s: %s', (url, destination, mode, expected) => {
    expect(isScript(marked(url, destination, mode))).toBe(expected);
  });

  it.each([
    ['/base/plain.js', 'http://x/base/', true],
    ['/base/plain.js', 'http://x/base/module.js?t=1', false],
    ['/base/plain.js', 'http://x/base/App.vue', false],
    ['/base/module.js', 'http://x/base/', false],
    ['/base/entry.js', 'http://x/base/', false],
  ])('%s asked for by %s with CORS: %s', (url, referer, expected) => {
    expect(isScript(marked(url, 'script', 'cors', referer))).toBe(expected);
  });

  it('is text for who fetches it', () => {
    expect(isText(marked('/base/plain.js', 'empty', 'cors', 'http://x/base/'))).toBe(true);
    expect(isText(marked('/base/plain.js?v=1', 'empty', 'same-origin'))).toBe(true);
    expect(isText(marked('/base/plain.js', 'script', 'cors'))).toBe(false);
  });

  it('or a module, as the page says', () => {
    const html = `<script type="module" src="/a.js"></script><script src=b.js type='module' async></script><script src="c.js"></script>`;
    expect(moduleScripts(html, '/sub/index.html')).toEqual(['/a.js', '/sub/b.js']);
  });

  it.each([
    ['<script src="/a.js"></script>', 1],
    ["<script defer type='text/javascript' src=a.js></script>", 1],
    ['<script type="" src="a.js"></script>', 1],
    ['<script type="module" src="a.js"></script><script>1</script>', 0],
    ['<script src="a.json" type="importmap"></script>', 0],
  ])('%s: the page needs the runtime as a script, or not: %i', (html, count) => {
    expect(pageTags(html, '/')).toHaveLength(count);
  });

  it.each([
    ['/src/w.js?worker_file&type=classic', true],
    ['/src/w.js?type=classic&worker_file', true],
    ['/src/w.js?worker_file&type=module', false],
    ['/src/w.js?type=classic', false],
  ])('%s: %s', (id, expected) => expect(isScript(id)).toBe(expected));
});
