/** Scripts that do not know where their files are, or not yet: workers that are made from text, and pages that say so late. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedProfile } from '../../../apps/support/realms.ts';
import { visit } from '../../../apps/support/visit.ts';
import { succeed } from '../../e2e/support/child.ts';
import { launch } from '../../support/chromium.ts';
import { CLEAN, functionsOf, Project } from './project.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const FILES: Readonly<Record<string, string>> = {
  'worker.js': `function triple(n) { return n * 3; }
    self.onmessage = ({ data }) => self.postMessage(triple(data));`,
  'main.js': `import text from 'text-of-worker';
    const show = (said) => (document.querySelector('pre').textContent = said);
    const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const worker = new Worker(url, { type: 'module' });
    worker.onmessage = ({ data }) => show(data);
    worker.onerror = ({ message }) => show(message);
    worker.postMessage(3);`,
  'out/index.html': '<!doctype html><pre></pre><script type="module" src="main.js"></script>',
  'esbuild.mjs': `import { build } from 'esbuild';
    import tsprof from 'unplugin-tsprof/esbuild';
    const [format] = process.argv.slice(2);
    const common = { bundle: true, logLevel: 'warning' };
    const plugin = () => tsprof({ enabled: true });
    for (const place of [{}, { outfile: 'out/worker.js' }]) {
      const asked = { ...common, ...place, format, write: false, entryPoints: ['worker.js'], plugins: [plugin()] };
      const { outputFiles: [first] } = await build(asked);
      const text = {
        name: 'text',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^text-of-worker$/ }, ({ path }) => ({ path, namespace: 'text' }));
          onLoad({ filter: /.*/, namespace: 'text' }, () => ({ contents: first.text, loader: 'text' }));
        },
      };
      const outfile = place.outfile ? 'out/main.js' : 'unplaced/main.js';
      await build({ ...common, format: 'esm', entryPoints: ['main.js'], outfile, plugins: [plugin(), text] });
    }`,
  'rollup.mjs': `import { rollup } from 'rollup';
    import tsprof from 'unplugin-tsprof/rollup';
    const [format] = process.argv.slice(2);
    const text = {
      name: 'text',
      resolveId: (id) => (id === 'text-of-worker' ? '\\0text' : null),
      async load(id) {
        if (id !== '\\0text') return null;
        const made = await rollup({ input: 'worker.js', plugins: [tsprof({ enabled: true })] });
        const { output: [first] } = await made.generate({ format, inlineDynamicImports: true });
        return 'export default ' + JSON.stringify(first.code);
      },
    };
    const made = await rollup({ input: 'main.js', plugins: [tsprof({ enabled: true }), text] });
    await made.write({ dir: 'out', format: 'es' });
    await made.write({ dir: 'unplaced', format: 'es' });`,
};

function projectWith(files: Readonly<Record<string, string>>): Project {
  const project = new Project('kinds');
  project.install();
  for (const [name, text] of Object.entries(files)) {
    const file = join(project.root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return project;
}

describe.each([
  ['esbuild', 'esm'],
  ['esbuild', 'iife'],
  ['rollup', 'es'],
  ['rollup', 'iife'],
])('a worker that is made from text, built by %s as %s', (bundler, format) => {
  const pages = { 'unplaced/index.html': FILES['out/index.html']! };
  const project = projectWith({ ...FILES, ...pages });
  afterAll(() => project.remove());

  it('runs, and is profiled', async () => {
    const args = [`${bundler}.mjs`, format];
    await succeed(process.execPath, args, { cwd: project.root, env: CLEAN });
    for (const name of ['out', 'unplaced']) {
      const folder = join(project.root, name);
      const actions = (page: Page) => page.locator('pre:not(:empty)').waitFor();
      const { behaviour, seen } = await visit(browser, { folder, actions, allowsBlobs: true }, askedProfile);
      expect(behaviour).toEqual({ console: [], errors: [], text: '9' });
      expect(functionsOf(seen)).toContain('triple 1 worker.js:1');
    }
  });
});

describe.each(['webpack', 'rspack'])('a page that sets where its files are, built by %s', (bundler) => {
  const project = projectWith({
    'place.js': '__webpack_public_path__ = document.documentElement.dataset.files;',
    'main.js': `import './place.js';
      document.querySelector('pre').textContent = (() => 'here')();`,
    'out/index.html':
      '<!doctype html><html data-files="/static/"><pre></pre><script src="static/main.js"></script></html>',
    'build.mjs': `import webpack from 'webpack';
      import { rspack } from '@rspack/core';
      import tsprof from 'unplugin-tsprof';
      const [bundler] = process.argv.slice(2);
      const output = { path: process.cwd() + '/out/static', filename: 'main.js', publicPath: '/elsewhere/' };
      const plugins = [tsprof[bundler]({ enabled: true })];
      const asked = { mode: 'production', entry: './main.js', output, plugins };
      await new Promise((done, fail) =>
        ({ webpack, rspack })[bundler](asked).run((error) => (error ? fail(error) : done())));`,
  });
  afterAll(() => project.remove());

  it('finds the worker there', async () => {
    await succeed(process.execPath, ['build.mjs', bundler], { cwd: project.root, env: CLEAN });
    const folder = join(project.root, 'out');
    const actions = (page: Page) => page.locator('pre:not(:empty)').waitFor();
    const { behaviour, seen } = await visit(browser, { folder, actions }, askedProfile);
    expect(behaviour).toEqual({ console: [], errors: [], text: 'here' });
    expect(functionsOf(seen)).toContain('<module> 1 main.js:1');
  });
});
