/** What pages send is checked, merged and written. Requests are real, time is not. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCollector } from '../../runtime/src/entries/collect.ts';
import type { Collector } from '../../runtime/src/entries/collect.ts';
import type { Keep } from '../../runtime/src/host/node/environment-options.ts';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { parseProfile } from '../../runtime/src/profile/parse.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { realm } from '../../runtime/src/realm.ts';

const SAMPLE = parseProfile(
  readFileSync(new URL('../../fixtures/profiles/yappi-document.tsprof', import.meta.url)),
);
const FROM_PAGE: Profile = { ...SAMPLE, cwd: null };

let folder: string;
let output: string;
let collector: Collector;
let server: Server;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = mkdtempSync(join(tmpdir(), 'tsprof-collector-'));
  output = join(folder, 'all.tsprof');
  collector = createCollector({ output, cwd: folder });
  server = createServer((asked, response) => collector.handle(asked, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  realm.keep = null;
  vi.useRealTimers();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

function send(
  query: string,
  body: string | Uint8Array,
  method = 'POST',
  headers: Record<string, string> = {},
): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ port, host: '127.0.0.1', method, headers, agent: false },
        path: `/?token=${collector.token}&${query.slice(1)}`,
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode!, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const sent = (profile: Profile, id: string) => send(`?id=${id}`, JSON.stringify(profile));

const calls = (profile: Profile | null) =>
  profile && profileStats(profile).functions.find(({ name }) => name === 'burn_async_io')?.ncall;

describe('a collector', () => {
  it('has nothing to say before anything came', () => {
    collector.flush();
    expect(collector.profile()).toBe(null);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes what is packed, and only if it can be unpacked', async () => {
    const packed = gzipSync(JSON.stringify(FROM_PAGE));
    const gzip = { 'content-encoding': 'gzip' };
    expect(await send('?id=a', packed, 'POST', gzip)).toMatchObject({ status: 204 });
    expect(calls(collector.profile())).toBe(2);
    const broken = await send('?id=b', packed.subarray(0, 100), 'POST', gzip);
    expect(broken).toEqual({ status: 400, text: expect.stringContaining('cannot be unpacked') as string });
    expect(() => collector.take('c', Buffer.from('{}'), 'gzip')).toThrow('cannot be unpacked');
    collector.take('c', packed, 'gzip');
    expect(calls(collector.profile())).toBe(4);
  });

  it('keeps what a realm sent last, whenever it comes', async () => {
    const [thread] = FROM_PAGE.threads;
    const later = { ...FROM_PAGE, created: '2030-01-01T00:00:02.000Z' };
    const threads = [{ ...thread!, elapsed: thread!.elapsed - 1, rootSelf: thread!.rootSelf - 1 }];
    const earlier = { ...FROM_PAGE, threads, created: '2030-01-01T00:00:01.000Z' };
    await sent(later, 'a');
    expect(await sent(earlier, 'a')).toMatchObject({ status: 204 });
    expect(collector.profile()).toMatchObject({ created: later.created });
    // Its machine's clock was set back meanwhile.
    await sent(
      { ...later, created: earlier.created, threads: [{ ...thread!, elapsed: thread!.elapsed + 1 }] },
      'a',
    );
    expect(collector.profile()).toMatchObject({ created: earlier.created });
  });

  it('adds realms up, and takes the latest of each', async () => {
    for (const id of ['page-1', 'page-1', 'worker.2']) {
      expect(await sent(FROM_PAGE, id)).toEqual({ status: 204, text: '' });
    }
    expect(calls(collector.profile())).toBe(2 * calls(SAMPLE)!);
  });

  it("knows the directory that pages' files are in", async () => {
    await sent(FROM_PAGE, 'page');
    expect(collector.profile()).toMatchObject({ cwd: folder, files: SAMPLE.files });
  });

  it("takes this process' own, and has it in the file at once", async () => {
    collector.keepOwn();
    const keep = realm.keep as Keep;
    await sent(FROM_PAGE, 'page');
    for (let time = 0; time < 2; time++) {
      keep({ ...SAMPLE, cwd: folder });
      expect(calls(parseProfile(readFileSync(output)))).toBe(2 * calls(SAMPLE)!);
    }
    expect((await sent(FROM_PAGE, '[server]')).status).toBe(400);
  });

  it('writes once a second at most, in one step', async () => {
    await sent(FROM_PAGE, 'a');
    expect(readdirSync(folder)).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(readdirSync(folder)).toEqual(['all.tsprof']);
    expect(calls(parseProfile(readFileSync(output)))).toBe(calls(SAMPLE));
    await sent(FROM_PAGE, 'b');
    vi.advanceTimersByTime(999);
    expect(calls(parseProfile(readFileSync(output)))).toBe(calls(SAMPLE));
    collector.flush();
    expect(calls(parseProfile(readFileSync(output)))).toBe(2 * calls(SAMPLE)!);
  });

  it('keeps what came in another way, and no file where none is asked for', async () => {
    const other = createCollector({ output: null, cwd: folder });
    other.keep('page', FROM_PAGE);
    other.keep('page', FROM_PAGE);
    other.keep('worker', FROM_PAGE);
    vi.advanceTimersByTime(1000);
    other.flush();
    expect(calls(other.profile())).toBe(2 * calls(SAMPLE)!);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['no id', '', '{}', 400, /^tsprof: no id of a realm in the query\n$/],
    ['an odd id', '?id=../../x', '{}', 400, /no id of a realm/],
    ['no JSON', '?id=a', 'hello', 400, /^tsprof: profile of a: not a tsprof profile: it is not JSON\n$/],
    ['no profile', '?id=a', '{}', 400, /not a tsprof profile/],
    ['half a profile', '?id=a', JSON.stringify(SAMPLE).slice(0, 500), 400, /cut short/],
  ])('refuses %s in one line, and keeps what it has', async (_, query, body, status, message) => {
    await sent(FROM_PAGE, 'a');
    const answer = await send(query, body);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(message);
    expect(calls(collector.profile())).toBe(calls(SAMPLE));
  });

  it('refuses what cannot be added up with what it has', async () => {
    await sent(FROM_PAGE, 'a');
    const threads = SAMPLE.threads.map((thread) => ({ ...thread, clock: 'cpu' as const }));
    expect(await sent({ ...FROM_PAGE, threads }, 'b')).toMatchObject({ status: 400 });
    expect(calls(collector.profile())).toBe(calls(SAMPLE));
  });

  it('answers nothing but POST', async () => {
    expect(await send('?id=a', '', 'GET')).toEqual({
      status: 405,
      text: 'tsprof: profiles are sent by POST\n',
    });
  });
});
