import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { instrumented, launch, serve } from '../support/chromium.ts';

/** What a build puts before a classic worker's first statement. */
const PRELUDE = `self[Symbol.for('tsprof.settings')] = { base: location.origin + '/tsprof/', post: '/profile' };
importScripts('/tsprof/tsprof.js');
`;
const SETTINGS = `globalThis[Symbol.for('tsprof.settings')] = { post: '/profile' };`;

const CRUNCH = `
function crunch(n) { let sum = 0; for (let i = 0; i < n; i++) sum += half(i); return sum; }
function half(i) { return i / 2; }
async function rest(ms) { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }
`;
const DEDICATED = `${CRUNCH}
self.onmessage = async function answer({ data }) { await rest(1); postMessage(crunch(data)); };
`;
const SHARED = `${CRUNCH}
self.onconnect = function connected({ ports: [port] }) { port.onmessage = ({ data }) => port.postMessage(crunch(data)); };
`;
const SERVICE = `${CRUNCH}
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', function served({ data, ports: [port] }) { port.postMessage(crunch(data)); });
`;
const FRAME = `${CRUNCH}
globalThis.framed = function framed(n) { return crunch(n); };
`;
const MAIN = `${CRUNCH}
function ask(port, n, message = n) {
  return new Promise((resolve) => { port.onmessage = ({ data }) => resolve(data); port.postMessage(message); });
}
globalThis.tasks = {
  alone: async (n) => { await rest(1); return crunch(n); },
  dedicated: (n) => ask(new Worker('/dedicated.js'), n),
  module: (n) => ask(new Worker('/module.js', { type: 'module' }), n),
  shared: (n) => ask(new SharedWorker('/shared.js').port, n),
  async service(n) {
    await navigator.serviceWorker.register('/service.js');
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); active.postMessage(n, [port2]); });
  },
  async frame(n) {
    const frame = document.createElement('iframe');
    frame.src = '/frame.html';
    await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
    return frame.contentWindow.framed(n);
  },
};
`;

const head = '<!doctype html><link rel="icon" href="data:,"><body>';
const files = {
  '/': `${head}<script src="/settings.js"></script><script src="/tsprof/tsprof.js"></script><script src="/main.js"></script>`,
  '/module.html': `${head}<script src="/settings.js"></script><script type="module" src="/main.mjs.js"></script>`,
  '/frame.html': `${head}<script src="/tsprof/tsprof.js"></script><script src="/frame.js"></script>`,
  '/settings.js': SETTINGS,
  '/main.js': instrumented(MAIN, 'main.js'),
  '/main.mjs.js': instrumented(MAIN, 'main.js', 'module'),
  '/frame.js': instrumented(FRAME, 'frame.js'),
  '/dedicated.js': PRELUDE + instrumented(DEDICATED, 'dedicated.js'),
  '/module.js': instrumented(DEDICATED, 'module.js', 'module'),
  '/shared.js': PRELUDE + instrumented(SHARED, 'shared.js'),
  '/service.js': PRELUDE + instrumented(SERVICE, 'service.js'),
};

type Server = Awaited<ReturnType<typeof serve>>;
type Task = 'alone' | 'dedicated' | 'module' | 'shared' | 'service' | 'frame';
interface Tasks {
  readonly tasks: Record<Task, (n: number) => Promise<number>>;
  readonly __tsprof__: { snapshot(): Promise<Profile>; stop(): void; start(): void; clear(): void };
}

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Longer than pages take to send what they know. */
const WAIT = { timeout: 10_000 };

const CSP = "default-src 'self'; img-src data:";

/** A page of a new browser profile, and what it says that it should not. */
async function visit({ url }: Server, path = ''): Promise<{ page: Page; said: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(url + path);
  return { page, said };
}

const run = (page: Page, task: Task, n: number): Promise<number> =>
  page.evaluate(([name, many]) => (globalThis as unknown as Tasks).tasks[name](many), [task, n] as const);

async function snapshotOf(page: Page): Promise<Profile> {
  await page.waitForFunction(() => '__tsprof__' in globalThis);
  return page.evaluate(() => (globalThis as unknown as Tasks).__tsprof__.snapshot());
}

/** Calls by file and function. */
function calls(profile: Profile): Record<string, number> {
  const { functions } = profileStats(profile);
  return Object.fromEntries(functions.map(({ file, name, ncall }) => [`${file} ${name}`, ncall]));
}

function checkSums(profile: Profile): void {
  for (const { edges, rootSelf, elapsed, anomalies } of profile.threads) {
    expect(anomalies).toEqual({});
    expect(edges.tsub.reduce((sum, time) => sum + time, rootSelf)).toBeCloseTo(elapsed, -1);
  }
}

describe.each([
  { isolated: false, path: '' },
  { isolated: true, path: '' },
  { isolated: false, path: 'module.html' },
  { isolated: true, path: 'module.html' },
])('a page (isolated: $isolated, /$path) under a strict CSP', ({ isolated, path }) => {
  let server: Server;
  const sent: Profile[] = [];
  beforeAll(async () => {
    server = await serve({
      files,
      isolated,
      csp: CSP,
      onPost: (body) => sent.push(JSON.parse(body) as Profile),
    });
  });
  afterAll(() => server.close());

  it.each([
    ['alone', 'main.js', 'page'],
    ['dedicated', 'dedicated.js', 'worker'],
    ['module', 'module.js', 'worker'],
    ['shared', 'shared.js', 'shared worker'],
    ['service', 'service.js', 'service worker'],
    ['frame', 'frame.js', 'frame'],
  ] as const)('%s: counts are exact, and one profile has all realms', async (task, file, kind) => {
    const { page, said } = await visit(server, path);
    expect(await run(page, task, 1000)).toBe(249_750);
    expect(await run(page, task, 10)).toBe(22.5);
    const profile = await snapshotOf(page);
    const counted = calls(profile);
    expect(counted).toMatchObject({ [`${file} crunch`]: 2, [`${file} half`]: 1010 });
    expect(profile.threads.map(({ name }) => name).filter((name) => name.startsWith(kind))).not.toEqual([]);
    checkSums(profile);
    expect(said).toEqual([]);
    await page.context().close();
  });

  it('millions of calls keep their counts and sums', async () => {
    const { page } = await visit(server, path);
    await snapshotOf(page);
    await page.waitForTimeout(300);
    for (let round = 0; round < 3; round++) await run(page, 'alone', 400_000);
    const profile = await snapshotOf(page);
    expect(calls(profile)).toMatchObject({ 'main.js half': 1_200_000, 'main.js crunch': 3 });
    checkSums(profile);
    // It has gone through shared memory, or has read the clock now and then.
    const [{ clock, health }] = profile.threads as [Profile['threads'][0]];
    expect([clock, 'looks' in health]).toEqual(['observed', isolated]);
    if (!isolated) expect(health['windows']).toBeGreaterThan(0);
    expect(health['resolution']).toBeGreaterThanOrEqual(isolated ? 5000 : 100_000);
    await page.context().close();
  });

  it('stops, clears and starts again', async () => {
    const { page } = await visit(server, path);
    await snapshotOf(page);
    await page.evaluate(() => (globalThis as unknown as Tasks).__tsprof__.stop());
    await run(page, 'alone', 5);
    await page.evaluate(() => {
      const { start, clear } = (globalThis as unknown as Tasks).__tsprof__;
      start();
      clear();
    });
    await run(page, 'alone', 7);
    expect(calls(await snapshotOf(page))).toMatchObject({ 'main.js half': 7 });
    await page.context().close();
  });

  it('a page that is closed has sent what it knew, but for the last moment', async () => {
    const { page } = await visit(server, path);
    await run(page, 'alone', 123);
    await expect.poll(() => sent.some((profile) => calls(profile)['main.js half'] === 123), WAIT).toBe(true);
    await run(page, 'alone', 77);
    await page.goto('about:blank');
    await page.context().close();
  });
});
