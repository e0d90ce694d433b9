/** Requests of servers made with frameworks: the same answers with tags and without, and the routes by their patterns. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exercise } from '../e2e/support/http-client.ts';
import { callsUnder, requestsIn } from '../e2e/support/requests.ts';
import { withServer } from '../e2e/support/server.ts';
import { ROOT, TSPROF } from '../e2e/support/tsprof.ts';

const SERVERS = join(ROOT, 'fixtures', 'frameworks', 'requests');

/** How many requests of each route are sent, and how many of them fail. */
const SENT = {
  'GET /users/:name': [7, 0],
  'HEAD /users/:name': [1, 0],
  'POST /upload': [1, 0],
  'GET /fail': [2, 2],
  'GET (not found)': [1, 0],
  'GET /listeners': [1, 0],
  'GET /hang': [1, 1],
};

describe.each(['express', 'koa', 'hono', 'nest'])('%s', (name) => {
  const script = join(SERVERS, `${name}.mjs`);
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'tsprof-requests-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each([
    ['its packages as they are', []],
    ['its packages profiled, too', ['--include', '**']],
  ])('%s: answers as it did, and counts the requests of each route', async (_, options) => {
    const use = (url: string) => exercise(url, false);
    const profile = join(directory, 'profile.tsprof');
    const run = [TSPROF, 'run', '--quiet', '-o', profile, ...options];
    const plain = await withServer([script], use);
    expect(await withServer([...run, '--tag-requests', script], use)).toEqual(plain);
    const found = await requestsIn(profile);
    expect(Object.fromEntries(found.map(({ tag, count, errors }) => [tag, [count, errors]]))).toEqual(SENT);
    expect(await callsUnder(profile, 'GET /users/:name', ['findUser'])).toEqual({ findUser: 7 });
  });
});
