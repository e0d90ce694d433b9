/** What ends a visit, and what does not. The browser is a real one. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStage } from '../../cli/src/visit/open-stage.ts';
import type { OpenStage } from '../../cli/src/visit/open-stage.ts';
import { visitEnd } from '../../cli/src/visit/visit-end.ts';
import type { Ends } from '../../cli/src/visit/visit-end.ts';
import { CHROMIUM } from './support/browser.ts';

const NEVER = { wasReceived: false, received: new Promise<void>(() => {}), release: () => undefined };
const OPEN: Ends = { signals: NEVER, seconds: null, actions: null };

describe.skipIf(CHROMIUM === null)('a visit', () => {
  let server: Server;
  let stage: OpenStage;
  let url: string;

  beforeAll(async () => {
    // What it is asked for below /silent it never answers.
    server = createServer(({ url }, response) => void (url === '/silent' || response.end('<p>x')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(async () => {
    stage = await openStage(CHROMIUM!, true, () => Promise.resolve());
  });
  afterEach(() => stage.browser.close());

  test('is over when the last window is closed, and not before', async () => {
    let isOver = false;
    const end = visitEnd(url, stage, OPEN).finally(() => (isOver = true));
    await stage.page.waitForURL(url);
    const other = await stage.context.newPage();
    await stage.page.close();
    expect(await other.evaluate(() => 1 + 1)).toBe(2);
    expect(isOver).toBe(false);
    await other.close();
    expect(await end).toBe(null);
  });

  test('is over when it is time, though the page is still loading', async () => {
    expect(await visitEnd(`${url}silent`, stage, { ...OPEN, seconds: 0.1 })).toBe(null);
  });

  test('goes on where the page leads elsewhere', async () => {
    const end = visitEnd(`${url}silent`, stage, OPEN);
    await stage.page.waitForRequest(`${url}silent`);
    await stage.page.goto(`${url}elsewhere`);
    await stage.page.close();
    expect(await end).toBe(null);
  });

  test('is over when the actions are done, whatever pages they close', async () => {
    const actions: Ends['actions'] = async ({ page, context }) => {
      await page.close();
      await context.newPage();
      return null;
    };
    expect(await visitEnd(url, stage, { ...OPEN, actions })).toBe(null);
    expect(await stage.pages()).toHaveLength(1);
  });

  test('has failed where the browser dies', async () => {
    const end = visitEnd(url, stage, OPEN);
    await stage.page.waitForURL(url);
    const session = await stage.browser.newBrowserCDPSession();
    await session.send('Browser.crash').catch(() => undefined);
    expect(await end).toMatchObject({ message: 'the browser ended unexpectedly', exitCode: 1 });
  });
});
