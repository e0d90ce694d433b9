/** Worklets for sound and for painting: nothing can be recorded there, and they do what they do without the plugin. */
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedProfile } from '../../../apps/support/realms.ts';
import { visit } from '../../../apps/support/visit.ts';
import { succeed } from '../../e2e/support/child.ts';
import { launch } from '../../support/chromium.ts';
import { hosts } from '../hosts.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './project.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** webpack 5.61 cannot be told that a worklet begins somewhere. */
const HOSTS = hosts('oldest', 'newest').filter(
  ({ bundler, name }) => ['vite', 'webpack', 'rspack'].includes(bundler) && name !== 'webpack-5-61',
);

/** In development what is shared is larger, and split off the sooner; Vite builds the same for both. */
const WAYS = HOSTS.flatMap((host) =>
  (host.bundler === 'vite' ? ['production'] : ['production', 'development']).map((mode) => ({
    ...host,
    mode,
  })),
);

describe.each(WAYS)('worklets built by $name for $mode', ({ bundler, name, mode }) => {
  const project = new Project('worklets');
  afterAll(() => project.remove());

  async function build(enabled: boolean): Promise<string> {
    const out = join(dirname(project.root), enabled ? 'profiled' : 'plain');
    const args = [join(FIXTURE, 'worklets.mjs'), bundler, name, out, JSON.stringify({ enabled }), mode];
    await succeed(process.execPath, args, { cwd: project.root, env: CLEAN });
    return out;
  }

  /** Also what was painted, before and after. */
  async function open<T>(folder: string, ask: Parameters<typeof visit<T>>[2]) {
    const painted: string[] = [];
    const look = async (page: Page) =>
      painted.push((await page.locator('canvas').screenshot()).toString('base64'));
    const actions = async (page: Page) => {
      await page.locator('pre:not(:empty)').waitFor();
      await look(page);
      await page.evaluate(() => document.querySelector('canvas')!.style.removeProperty('background'));
      await look(page);
    };
    const visited = await visit(browser, { folder, actions, hasInlineScripts: true }, ask);
    return { ...visited, painted };
  }

  it('run as without the plugin', async () => {
    const plain = await open(await build(false), () => Promise.resolve(null));
    const profiled = await open(await build(true), askedProfile);
    expect(plain.behaviour).toMatchObject({ errors: [], text: 'heard 1' });
    expect(plain.painted[0]).not.toBe(plain.painted[1]);
    expect(profiled.painted).toEqual(plain.painted);
    expect({ ...profiled.behaviour, console: [] }).toEqual({ ...plain.behaviour, console: [] });
    for (const line of profiled.behaviour.console)
      expect(line).toContain('tsprof: no profile: Error: there is no clock here');
    expect(functionsOf(profiled.seen)).toEqual(
      expect.arrayContaining(['louder 1 src/shared.js:1', 'run 1 src/page.js:9', 'hear 1 src/page.js:2']),
    );
    expect(functionsOf(profiled.seen).join('\n')).not.toMatch(/sound|paint\.js/);
  });
});
