/** Next.js by its webpack: what runs in the browser is counted there, what runs on the server in its process. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseProfile } from '@tsprof/runtime/profile';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch } from '../support/browser.ts';
import { APPS, bin, buildApp } from '../support/build.ts';
import { allRows, expectedRows, foundRows } from '../support/counts.ts';
import type { Count } from '../support/counts.ts';
import { askedProfile } from '../support/realms.ts';
import { visitSite } from '../support/visit.ts';

const folder = join(APPS, 'next-app');
const next = bin('next', 'dist/bin/next');
const scratch = mkdtempSync(join(tmpdir(), 'tsprof-apps-'));
const serverProfile = join(scratch, 'profile.tsprof');

const PAPERS = 3;
const BOUGHT = ['Herald', 'Gazette', 'Herald'];

let browser: Browser;
beforeAll(async () => {
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  for (const [out, isProfiled] of [
    ['dist/plain', false],
    ['dist/profiled', true],
  ] as const)
    await buildApp({ folder, build: () => [next, 'build', '--webpack'], out, isProfiled });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true });
});

async function actions(page: Page): Promise<void> {
  await page.locator('[data-ready=true]').waitFor();
  let total = 0;
  for (const paper of BOUGHT) {
    total += paper.length;
    await page.click(`#${paper}`);
    await page.locator('output', { hasText: `${total}` }).waitFor();
  }
}

/** Starts the server that Next.js has for what it has built, on a port that is free. */
async function start(out: string): Promise<{ server: ChildProcess; url: string }> {
  const env = { ...process.env, OUT: out, TSPROF_OUTPUT: serverProfile, NEXT_TELEMETRY_DISABLED: '1' };
  const args = [next, 'start', '--port', '0', '--hostname', '127.0.0.1'];
  const server = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(server.stdout)) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url) return { server, url };
  }
  throw new Error('the server ended before it listened');
}

async function visitBuild<T>(out: string, look: Parameters<typeof visitSite<{ url: string }, T>>[2]) {
  const { server, url } = await start(out);
  const ended = once(server, 'exit');
  try {
    return await visitSite(browser, { site: { url }, actions }, look);
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
}

const kiosk = { file: 'app/Kiosk.tsx' };
const inBrowser: Count[] = [
  // Hydrated, ready, and once for each paper.
  { ...kiosk, name: 'Kiosk', at: 'function Kiosk(', ncall: 2 + BOUGHT.length },
  { ...kiosk, name: 'Kiosk/wake', at: 'function wake(', ncall: 1 },
  { ...kiosk, name: 'Kiosk/buy', at: 'function buy(', ncall: BOUGHT.length, nsuspend: BOUGHT.length },
  { ...kiosk, name: 'askPrice', at: 'function askPrice(', ncall: BOUGHT.length, nsuspend: 2 * BOUGHT.length },
];
const onServer: Count[] = [
  { name: 'Page', file: 'app/page.tsx', at: 'function Page(', ncall: 1, nsuspend: 1 },
  { name: 'loadPapers', file: 'app/page.tsx', at: 'function loadPapers(', ncall: 1, nsuspend: 1 },
  { ...kiosk, name: 'Kiosk', at: 'function Kiosk(', ncall: 1 },
  { name: 'GET', file: 'app/api/price/route.ts', at: 'function GET(', ncall: BOUGHT.length },
  { name: 'priceOf', file: 'app/prices.ts', at: 'function priceOf(', ncall: PAPERS + BOUGHT.length },
];

it('behaves as when plain, and has exact counts on both sides', async () => {
  const { behaviour: plain } = await visitBuild('dist/plain', async () => undefined);
  const { behaviour, seen: profile } = await visitBuild('dist/profiled', askedProfile);
  expect(plain.errors).toEqual([]);
  expect(behaviour).toEqual(plain);
  expect(foundRows(profile, inBrowser)).toEqual(expectedRows(folder, inBrowser));
  const server = parseProfile(readFileSync(serverProfile));
  if (process.env['DEBUG']) console.log(allRows(server).join('\n'));
  expect(foundRows(server, onServer)).toEqual(expectedRows(folder, onServer));
});
