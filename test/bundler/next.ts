/** Next.js with webpack: the browser's side and the server's, each with a profile of its own, and what neither can have. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { runNode } from '../e2e/support/child.ts';
import { launch } from '../support/chromium.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './builds/project.ts';

/** An installed version of Next.js. */
export interface InstalledNext {
  readonly name: string;
  /** The `node_modules` that has it. */
  readonly modules: string;
  /** What `next build` has to be told so that it takes webpack. */
  readonly args: readonly string[];
}

/** Builds, serves and visits the project `next`. */
export function checkNext({ name, modules, args }: InstalledNext): void {
  describe(name, () => {
    const next = join(modules, 'next', 'dist', 'bin', 'next');
    const project = new Project('next', modules);
    const env = { ...CLEAN, TSPROF: '1', NEXT_TELEMETRY_DISABLED: '1' };
    let browser: Browser;
    let server: ChildProcess;
    let url = '';
    let said = '';
    const errors: Error[] = [];

    beforeAll(async () => {
      project.install();
      const scope = join(project.root, 'node_modules', '@tsprof');
      mkdirSync(scope);
      symlinkSync(join(FIXTURE, '..', '..', 'runtime'), join(scope, 'runtime'), 'junction');
      const built = await runNode([next, 'build', ...args], { cwd: project.root, env });
      said = built.stdout + built.stderr;
      expect(built.code, said).toBe(0);
      const start = [next, 'start', '--port', '0', '--hostname', '127.0.0.1'];
      server = spawn(process.execPath, start, {
        cwd: project.root,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      url = await urlOf(server);
      browser = await launch();
    });

    afterAll(async () => {
      await browser?.close();
      server?.kill('SIGKILL');
      project.remove();
    });

    /** The functions of a page whose button was pressed until it had all these texts. */
    async function pressed(path: string, texts: readonly string[]): Promise<string[]> {
      const page = await browser.newPage();
      page.on('pageerror', (error) => errors.push(error));
      await page.goto(new URL(path, url).href);
      await page.waitForFunction('globalThis.__tsprof__');
      for (const text of texts) await press(page, text);
      return functionsOf((await page.evaluate('__tsprof__.snapshot()')) as Profile);
    }

    it('profiles pages of the app router', async () => {
      expect(await pressed('/', ['1', '2'])).toEqual([
        '<module> 1 app/counter.jsx:1',
        '<module> 1 app/sum.js:1',
        'Counter 3 app/counter.jsx:4',
        'Counter/more 2 app/counter.jsx:6',
        'Counter/more/setCount() 2 app/counter.jsx:6',
        'sum 2 app/sum.js:1',
      ]);
      expect(errors).toEqual([]);
    });

    it('profiles pages of the pages router', async () => {
      expect(await pressed('/old', ['next-app 2', 'next-app 4'])).toEqual([
        '<module> 1 app/sum.js:1',
        '<module> 1 pages/old.jsx:1',
        'Old 3 pages/old.jsx:8',
        'Old/onClick 2 pages/old.jsx:10',
        'sum 2 app/sum.js:1',
      ]);
      expect(errors).toEqual([]);
    });

    it('leaves what runs in the edge runtime as it is, and says so once', async () => {
      const get = async (path: string) => (await fetch(new URL(path, url))).text();
      expect([await get('/api/edge'), await get('/node')]).toEqual(['edge 7', 'node 11']);
      expect((await fetch(url)).headers.get('x-sum')).toBe('22');
      expect(said).not.toContain('not supported in the Edge Runtime');
      expect(said.match(/tsprof: .*/g)).toEqual([
        expect.stringMatching(
          /^tsprof: nothing can be recorded in Next\.js's edge runtime: \S+ and what else runs there has no probes$/,
        ),
      ]);
    });

    it('profiles the server', async () => {
      // It ends only once all connections are closed, and a browser keeps one ready that nothing was asked by.
      await browser.close();
      server.kill('SIGTERM');
      await once(server, 'exit');
      const functions = functionsOf(parseProfile(readFileSync(join(project.root, 'profile.tsprof'))));
      expect(functions).toEqual(
        expect.arrayContaining([
          // For the page, and for the middleware's answer.
          'Page 2 app/page.jsx:4',
          'Counter 2 app/counter.jsx:4',
          'GET 1 app/node/route.js:3',
          'getServerSideProps 1 pages/old.jsx:4',
          'Old 1 pages/old.jsx:8',
          'sum 3 app/sum.js:1',
        ]),
      );
      expect(functions.join('\n')).not.toMatch(/edge|middleware/);
    });
  });
}

async function press(page: Page, text: string): Promise<void> {
  await page.click('button');
  await page.waitForFunction((text) => document.querySelector('button')?.textContent === text, text);
}

/** It says where it listens before it does. */
function urlOf({ stdout }: ChildProcess): Promise<string> {
  let url = '';
  return new Promise((resolve, reject) => {
    const lines = createInterface(stdout!);
    lines.on('line', (line) => {
      url ||= /http:\/\/127\.0\.0\.1:\d+\//.exec(`${line}/`)?.[0] ?? '';
      if (line.includes('Ready')) resolve(url);
    });
    lines.once('close', () => reject(new Error('the server ended before it listened')));
  });
}
