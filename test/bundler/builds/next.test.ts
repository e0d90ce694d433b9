/** Next.js with webpack: the browser's side and the server's, each with a profile of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Profile } from '../../../runtime/src/profile/format.ts';
import { parseProfile } from '../../../runtime/src/profile/parse.ts';
import { succeed } from '../../e2e/support/child.ts';
import { launch } from '../../support/chromium.ts';
import { CLEAN, FIXTURE, functionsOf, Project } from './project.ts';

const NEXT = join(FIXTURE, 'node_modules', 'next', 'dist', 'bin', 'next');

describe('Next.js', () => {
  const project = new Project('next');
  const env = { ...CLEAN, TSPROF: '1', NEXT_TELEMETRY_DISABLED: '1' };
  let browser: Browser;
  let server: ChildProcess;
  let url = '';

  beforeAll(async () => {
    project.install();
    const scope = join(project.root, 'node_modules', '@tsprof');
    mkdirSync(scope);
    symlinkSync(join(FIXTURE, '..', '..', 'runtime'), join(scope, 'runtime'), 'junction');
    await succeed(process.execPath, [NEXT, 'build', '--webpack'], { cwd: project.root, env });
    const args = [NEXT, 'start', '--port', '0', '--hostname', '127.0.0.1'];
    server = spawn(process.execPath, args, { cwd: project.root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    url = await urlOf(server);
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGKILL');
    project.remove();
  });

  it('profiles the page', async () => {
    const page = await browser.newPage();
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(url);
    await page.waitForFunction('globalThis.__tsprof__');
    for (const text of ['1', '2']) {
      await page.click('button');
      await page.waitForFunction(`document.querySelector('button').textContent === '${text}'`);
    }
    const profile = await page.evaluate('__tsprof__.snapshot()');
    expect(functionsOf(profile as Profile)).toEqual([
      '<module> 1 app/counter.jsx:1',
      '<module> 1 app/sum.js:1',
      'Counter 3 app/counter.jsx:4',
      'Counter/more 2 app/counter.jsx:6',
      'Counter/more/<arrow:6> 2 app/counter.jsx:6',
      'sum 2 app/sum.js:1',
    ]);
    expect(errors).toEqual([]);
  });

  it('profiles the server', async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
    const functions = functionsOf(parseProfile(readFileSync(join(project.root, 'profile.tsprof'))));
    expect(functions).toEqual(
      expect.arrayContaining(['Page 1 app/page.jsx:4', 'Counter 1 app/counter.jsx:4', 'sum 1 app/sum.js:1']),
    );
  });
});

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
