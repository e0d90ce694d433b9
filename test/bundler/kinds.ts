/** What must hold of any version of any bundler: the project `kinds` does in Chromium what it does without probes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedProfile } from '../../apps/support/realms.ts';
import { entrySize } from '../../apps/support/size.ts';
import { visit } from '../../apps/support/visit.ts';
import type { Actions, Behaviour, Visit } from '../../apps/support/visit.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { launch } from '../support/chromium.ts';
import { functionsOf, Project } from './builds/project.ts';
import type { Host } from './hosts.ts';

/** Gzipped bytes that what is loaded first may grow by, also where nothing is minified. */
const GROWTH = 9_000;

const HAS_WORKERS = ['vite', 'webpack', 'rspack'];

/** How often the entries ask for what is behind a URL. */
const TEXTS: Readonly<Record<string, number>> = { vite: 2, webpack: 1, rspack: 1, esbuild: 1, farm: 1 };

/** Every function of the project with its calls, where it stands. */
function expected({ bundler }: Host): string[] {
  const hasWorker = HAS_WORKERS.includes(bundler);
  const texts = TEXTS[bundler] ?? 0;
  const page = bundler === 'rspack' ? 'webpack' : bundler;
  return [
    ...['src/b/index.js:1', 'src/later.js:1', 'src/page.js:1', 'src/typed.ts:1'].map(
      (at) => `<module> 1 ${at}`,
    ),
    `<module> ${hasWorker ? 2 : 1} src/a/index.js:1`,
    `<module> 1 src/entries/${page}.js:1`,
    `label ${hasWorker ? 2 : 1} src/a/index.js:1`,
    'label 1 src/b/index.js:3',
    'show 1 src/page.js:6',
    'later 1 src/page.js:13',
    'square 1 src/later.js:1',
    'total 1 src/typed.ts:5',
    'total/of.reduce() 3 src/typed.ts:6',
    ...(texts > 0 ? [`textOf ${texts} src/page.js:19`] : []),
    ...(hasWorker ? WORKER : []),
  ].sort();
}

const WORKER = [
  '<module> 1 src/worker.js:1',
  'addEventListener("message") 1 src/worker.js:7',
  'sum 6 src/worker.js:3',
  'worker 1 src/entries/',
  'ask 1 src/page.js:24',
  'ask/new Promise() 1 src/page.js:25',
  'ask/new Promise()/worker.onmessage 1 src/page.js:26',
];

interface Run {
  readonly folder: string;
  readonly behaviour: Behaviour;
  readonly profile: Profile | null;
}

/** Defines the tests of one version. */
export function checkHost(host: Host): void {
  describe(`${host.bundler}: ${host.name}`, () => {
    const project = new Project('kinds');
    let browser: Browser;
    let plain: Run;
    let profiled: Run;

    beforeAll(async () => {
      browser = await launch();
      plain = await run(browser, project, host, false);
      profiled = await run(browser, project, host, true);
    });

    afterAll(async () => {
      await browser?.close();
      project.remove();
    });

    it('does the same in a page, data and all', () => {
      expect(plain.behaviour).toMatchObject({ console: [], errors: [] });
      expect(profiled.behaviour).toEqual(plain.behaviour);
    });

    it('has exact counts at the lines of the sources', () => {
      const found = functionsOf(profiled.profile).map((line) =>
        line.replace(/^(worker 1 src\/entries\/).*/, '$1'),
      );
      expect(found).toEqual(expected(host));
    });

    it('has maps that name the same sources', () => {
      expect(sourcesOf(profiled.folder, project)).toEqual(sourcesOf(plain.folder, project));
    });

    it('is not much larger', () => {
      expect(entrySize(profiled.folder)).toBeLessThan(entrySize(plain.folder) + GROWTH);
    });
  });
}

async function run(browser: Browser, project: Project, host: Host, isProfiled: boolean): Promise<Run> {
  const name = isProfiled ? 'profiled' : 'plain';
  const folder = await project.buildKinds(host, name, isProfiled ? { enabled: true } : null);
  const look = (open: Visit) => (isProfiled ? askedProfile(open) : Promise.resolve(null));
  const actions: Actions = (page) => page.locator('pre:not(:empty)').waitFor();
  const { behaviour, seen } = await visit(browser, { folder, actions, hasInlineScripts: true }, look);
  return { folder, behaviour, profile: seen };
}

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** The project's own sources in all maps, by what comes from `src/` on. */
function sourcesOf(folder: string, { root }: Project): string[] {
  const texts = filesIn(folder, '.map').map((file) => readFileSync(file, 'utf8'));
  const sources = texts.flatMap((text) => (JSON.parse(text) as { sources: string[] }).sources);
  const own = sources.flatMap((source) => /(?<=^|\/)src\/[^?]+/.exec(source) ?? []);
  return [...new Set(own)].filter((source) => existsSync(join(root, source))).sort();
}
