import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../bundler/src/module-id.ts';

describe('a module is', () => {
  it.each([
    ['/app/main.ts', 'ts'],
    ['/app/main.tsx?t=17', 'tsx'],
    ['/app/main.js?v=abc', 'jsx'],
    ['/app/main.mts?import', 'ts'],
    ['/app/worker.ts?worker_file&type=module', 'ts'],
    ['C:/app/main.cjs', 'jsx'],
    ['/app/App.vue', null],
    ['/app/App.vue?vue&type=script&setup=true&lang.ts', null],
    ['/app/App.vue?vue&type=template&id=1&lang.js', null],
    ['/app/App.svelte', null],
    ['/app/page.mdx', null],
  ])('%s: a source', (id, language) => {
    expect(sourceOf(id)).toEqual({ path: id.replace(/\?.*/, ''), language });
  });

  it.each([
    '/app/main.ts?raw',
    '/app/main.ts?url',
    '/app/main.ts?url&no-inline',
    '/app/worker.ts?worker',
    '/app/worker.ts?sharedworker&inline',
    '/app/App.vue?vue&type=style&index=0&lang.css',
    '/app/App.svelte?svelte&type=style&lang.css',
    '/app/types.d.ts',
    '/app/style.css',
    '\0virtual.js',
    'virtual:thing.js',
    'webpack/runtime.css',
    'data:text/javascript,1',
  ])('%j: no source', (id) => {
    expect(sourceOf(id)).toBe(null);
  });
});
