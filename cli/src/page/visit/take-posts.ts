import type { Collector } from '@tsprof/runtime/collect';
import { ProfileError } from '@tsprof/runtime/profile';
import type { BrowserContext, Route } from 'playwright-core';

/** Where dev servers with unplugin-tsprof take profiles, behind the base of their URLs. */
const POST_PATH = '/__tsprof__/profile';

/**
 * Has the pages of a browser send their profiles to the collector, wherever they are from: pages are told where to, and
 * what is sent there never leaves the browser.
 */
export async function takePosts(context: BrowserContext, collector: Collector): Promise<void> {
  await context.route(
    ({ pathname }) => pathname.endsWith(POST_PATH),
    (route) => takePost(route, collector),
  );
  await context.addInitScript(sayWhereTo, POST_PATH);
}

async function takePost(route: Route, collector: Collector): Promise<void> {
  const request = route.request();
  const id = new URL(request.url()).searchParams.get('id');
  const body = request.postDataBuffer();
  if (request.method() !== 'POST' || id === null || body === null) return route.fallback();
  await route.fulfill({ status: keepSent(id, body, collector) ? 204 : 400 });
}

/** Whether it was a profile that goes with the others; what comes from a page may be anything. */
function keepSent(id: string, body: Uint8Array, collector: Collector): boolean {
  try {
    collector.take(id, body);
    return true;
  } catch (error) {
    if (error instanceof ProfileError) return false;
    throw error;
  }
}

/** Runs in each page and frame, before anything else does. */
function sayWhereTo(path: string): void {
  const key = Symbol.for('tsprof.settings');
  const { origin } = location;
  if (origin !== 'null') (globalThis as { [key]?: object })[key] = { post: origin + path };
}
