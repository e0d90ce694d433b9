/** Requests of real servers: the same answers with tags and without, and as many requests of each route as were sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exercise } from './support/http-client.ts';
import { callsUnder, requestsIn } from './support/requests.ts';
import { withServer } from './support/server.ts';
import { ROOT, TSPROF } from './support/tsprof.ts';

const SERVERS = join(ROOT, 'fixtures', 'programs', 'request-servers');

/** How many requests of each route are sent, and how many of them fail; `users` is the name of that route. */
const SENT = (users: string, notFound: string) => ({
  [`GET ${users}`]: [7, 0],
  [`HEAD ${users}`]: [1, 0],
  'POST /upload': [1, 0],
  'GET /fail': [2, 2],
  [notFound]: [1, 0],
  'GET /listeners': [1, 0],
  'GET /hang': [1, 1],
});

const counts = (rows: Awaited<ReturnType<typeof requestsIn>>) =>
  Object.fromEntries(rows.map(({ tag, count, errors }) => [tag, [count, errors]]));

describe.each([
  ['node-http', SENT('/users/:id', 'GET (not found)'), { 'GET /users/:id': { findUser: 7 } }, true],
  // A hook calls it once more in each, and what comes after that is called by a promise of Fastify's.
  ['fastify', SENT('/users/:name', 'GET (not found)'), { 'GET /users/:name': { findUser: 14 } }, false],
] as const)('%s', (name, sent, calls, hasUpgrade) => {
  const script = join(SERVERS, `${name}.mjs`);
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'tsprof-requests-'))));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  async function expectCalls(profile: string): Promise<void> {
    for (const [tag, counts] of Object.entries(calls))
      expect(await callsUnder(profile, tag, Object.keys(counts))).toEqual(counts);
  }

  it('answers as it did, and counts every request', async () => {
    const use = (url: string) => exercise(url, hasUpgrade);
    const profile = join(directory, 'profile.tsprof');
    const run = (...options: readonly string[]) => [
      TSPROF,
      'run',
      '--quiet',
      '-o',
      profile,
      ...options,
      script,
    ];
    const plain = await withServer([script], use);
    expect(await withServer(run(), use)).toEqual(plain);
    expect(await requestsIn(profile)).toEqual([]);
    expect(await withServer(run('--tag-requests'), use)).toEqual(plain);
    const found = await requestsIn(profile);
    expect(counts(found)).toEqual(sent);
    await expectCalls(profile);
    for (const row of found) {
      expect(row.tsub + row.twait).toBeCloseTo(row.wall, 9);
      expect(row.ready + row.busy).toBeLessThanOrEqual(row.twait + 1e-9);
      expect(row.p50).toBeLessThanOrEqual(row.max);
    }
    expect(await withServer(run('--tag-requests', '--parents', '--lines'), use)).toEqual(plain);
    expect(counts(await requestsIn(profile))).toEqual(sent);
    await expectCalls(profile);
  });
});
