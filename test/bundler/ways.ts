/** What must hold of any version of Vite: the project `ways`, built and by the dev server, does what it does without probes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askedProfile } from '../../apps/support/realms.ts';
import { visit, visitSite } from '../../apps/support/visit.ts';
import type { Actions, Visit } from '../../apps/support/visit.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { succeed } from '../e2e/support/child.ts';
import { launch } from '../support/chromium.ts';
import { CLEAN, filesOf, FIXTURE, functionsOf, Project } from './builds/project.ts';

const SCRIPT = join(FIXTURE, 'ways.mjs');
const ON = JSON.stringify({ enabled: true });

/** How workers that are a part of another file are built: scripts or modules, with URLs from anywhere or relative ones. */
const INLINE = [{}, { base: './' }, { worker: { format: 'es' } }];

const isShown: Actions = (page) => page.locator('pre:not(:empty)').waitFor();

/** Functions without what a module is, and without the lines of those that are asked for elsewhere. */
const named = (profile: Profile | null): string[] =>
  functionsOf(profile).filter((line) => !line.startsWith('<module>'));

const IN_SCRIPTS = [
  'answer 1 src/plain-worker.js:1',
  'classicTwice 1 src/classic.js:6',
  'compute 1 src/classic.js:2',
  'crossing 1 src/crossing.js:1',
  'imported 1 src/imported.js:1',
  'late 1 src/late.js:1',
  'square 1 src/square.js:1',
];

/** A dev server may still be loading what its workers need to take part. */
async function fullProfile(open: Pick<Visit, 'page'>): Promise<Profile> {
  const signal = AbortSignal.timeout(60_000);
  for (;;) {
    const profile = await askedProfile(open);
    const found = new Set(named(profile));
    if (signal.aborted || IN_SCRIPTS.every((row) => found.has(row))) return profile;
  }
}

/** Defines the tests of one version. */
export function checkWays(name: string): void {
  describe(`ways of ${name}`, () => {
    const project = new Project('ways');
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      project.remove();
    });

    it.each(INLINE)('builds workers that are inside of other files, and runes: %j', async (more) => {
      const plain = await build(project, name, 'null', more);
      const profiled = await build(project, name, ON, more);
      const served = { actions: isShown, hasInlineScripts: true, allowsBlobs: true };
      const bare = await visit(browser, { ...served, folder: plain }, () => Promise.resolve());
      const { behaviour, seen } = await visit(browser, { ...served, folder: profiled }, askedProfile);
      expect(bare.behaviour).toEqual({
        console: [],
        errors: [],
        text: 'counter: 6\ninline: 9\nplain: plain 3',
      });
      expect(behaviour).toEqual(bare.behaviour);
      expect(named(seen)).toEqual(
        expect.arrayContaining([
          'Counter.constructor 1 src/counter.svelte.ts:5',
          'Counter.more 1 src/counter.svelte.ts:13',
          'Counter.get twice 1 src/counter.svelte.ts:9',
          'main 1 src/main.js:5',
          'triple 1 src/inline.js:1',
          'answer 1 src/plain-worker.js:1',
        ]),
      );
      expect(mapsIn(profiled)).toEqual(mapsIn(plain));
    });

    it('serves scripts that are no modules', async () => {
      const bare = await serveAndVisit(browser, project, name, 'null');
      const { behaviour, seen } = await serveAndVisit(browser, project, name, ON);
      expect(behaviour.errors).toEqual([]);
      expect(behaviour.text).toBe(bare.behaviour.text);
      expect(named(seen)).toEqual(expect.arrayContaining(IN_SCRIPTS));
    });
  });
}

async function build(project: Project, name: string, options: string, more: object): Promise<string> {
  const out = join(dirname(project.root), options === 'null' ? 'plain' : 'profiled');
  const args = [SCRIPT, 'build', name, options, out, JSON.stringify(more)];
  await succeed(process.execPath, args, { cwd: project.root, env: CLEAN });
  return out;
}

const mapsIn = (folder: string): string[] =>
  Object.keys(filesOf(folder)).filter((file) => file.endsWith('.map'));

async function serveAndVisit(browser: Browser, project: Project, name: string, options: string) {
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const args = [SCRIPT, 'serve', name, options];
  const child = spawn(process.execPath, args, { cwd: project.root, env: CLEAN, stdio: [...stdio] });
  try {
    const url = await firstLine(child.stdout);
    const site = { url: `${url}dev.html` };
    const look = (open: Pick<Visit, 'page'>) =>
      options === 'null' ? Promise.resolve(null) : fullProfile(open);
    return await visitSite(browser, { site, actions: isShown }, look);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(input)) return line;
  throw new Error('the server ended before it listened');
}
