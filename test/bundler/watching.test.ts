/** What dev servers watch: the profile that they write again and again is no file of the project, nor are bundled dependencies. */
import { describe, expect, it } from 'vitest';
import { isWritten } from '../../bundler/src/dev-server.ts';
import { createViteHost } from '../../bundler/src/hosts/vite.ts';
import { leaveUnwatched } from '../../bundler/src/hosts/webpack-watch.ts';
import type { WatchingOptions } from '../../bundler/src/hosts/webpack-watch.ts';
import { checkOptions } from '../../bundler/src/options.ts';

const OPTIONS = checkOptions({ enabled: true, root: '/project', output: 'out/all.tsprof' }, {});

describe('what a dev server writes', () => {
  it.each([
    ['/project/out/all.tsprof', true],
    ['/project/out/all.tsprof.partial-1', true],
    ['/project/out/.tsprof-0123456789abcdef.tmp', true],
    ['/project/out', false],
    ['/project/out/other.tsprof', false],
    ['/project/all.tsprof', false],
    ['/project/src/.tsprof-0123456789abcdef.tmp', false],
  ])('%s: %s', (path, expected) => expect(isWritten(OPTIONS)(path)).toBe(expected));
});

describe("webpack's dev server", () => {
  const ours = () => true;
  it.each<[WatchingOptions, WatchingOptions]>([
    [{}, {}],
    [{ static: true }, {}],
    [{ static: '.' }, { static: [{ directory: '.', watch: { ignored: [ours] } }] }],
    [{ static: { watch: true } }, { static: [{ watch: { ignored: [ours] } }] }],
    [{ static: { watch: false } }, { static: [{ watch: false }] }],
    [
      { static: ['a', { watch: { ignored: 'b' } }] },
      {
        static: [{ directory: 'a', watch: { ignored: [ours] } }, { watch: { ignored: ['b', ours] } }],
      },
    ],
    [{ watchFiles: '**/*' }, { watchFiles: [{ paths: '**/*', options: { ignored: [ours] } }] }],
    [
      { watchFiles: [{ options: { ignored: ['b'] } }] },
      { watchFiles: [{ options: { ignored: ['b', ours] } }] },
    ],
  ])('%j', (given, expected) => expect(leaveUnwatched(given, ours)).toEqual(expected));
});

describe('Vite', () => {
  interface Hooks {
    config(given: object): { server?: { watch: { ignored: ((path: string) => boolean)[] } } };
    configResolved(config: object): void;
  }
  const host = createViteHost(OPTIONS, () => []);
  const hooks = host.hooks.vite as unknown as Hooks;

  it('does not watch the profile, and nothing where it is to watch nothing', () => {
    const [ignored] = hooks.config({}).server!.watch.ignored;
    expect(ignored!('/project/out/all.tsprof')).toBe(true);
    expect(ignored!('/project/src/main.ts')).toBe(false);
    expect(hooks.config({ server: { watch: null } }).server).toBe(undefined);
  });

  it('gives no probes to dependencies that it has bundled, wherever it keeps them', () => {
    hooks.configResolved({
      command: 'serve',
      base: '/',
      root: '/project',
      plugins: [],
      cacheDir: '/project/.vite',
    });
    expect(host.sourceOf!('/project/.vite/deps/react.js?v=1')).toBe(null);
    expect(host.sourceOf!('/project/.vitesse/main.ts')).toMatchObject({ language: 'ts' });
  });
});
