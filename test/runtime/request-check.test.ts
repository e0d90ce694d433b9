/** Who may send profiles to a server, by what its requests say. */
import { createServer, request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCollector } from '../../runtime/src/entries/collect.ts';
import type { AllowedHosts, Collector } from '../../runtime/src/entries/collect.ts';

const SAMPLE = readFileSync(new URL('../../fixtures/profiles/yappi-document.tsprof', import.meta.url));

let allowed: AllowedHosts;
let collector: Collector;
let server: Server;

beforeEach(async () => {
  allowed = [];
  collector = createCollector({ output: null, cwd: '/project', allowedHosts: () => allowed });
  server = createServer((asked, response) => collector.handle(asked, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

interface Sent {
  readonly headers?: OutgoingHttpHeaders;
  readonly token?: string | null;
  readonly method?: string;
  readonly body?: Uint8Array;
}

function send({
  headers = {},
  token = collector.token,
  method = 'POST',
  body = SAMPLE,
}: Sent): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const path = `/__tsprof__/profile?${token === null ? '' : `token=${token}&`}id=page`;
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method, headers, agent: false });
    asked.on('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(`${response.statusCode} ${text}`));
    });
    asked.on('error', reject).end(body);
  });
}

const isKept = (): boolean => collector.profile() !== null;

describe('is let in', () => {
  test.each<[string, OutgoingHttpHeaders, AllowedHosts]>([
    ['a page of localhost', { host: 'localhost:5173', origin: 'http://localhost:5173' }, []],
    ['a page of a subdomain', { host: 'app.localhost:5173', origin: 'http://app.localhost:5173' }, []],
    ['a page of an address', { host: '192.168.1.5:5173', origin: 'http://192.168.1.5:5173' }, []],
    ['a page of an IPv6 address', { host: '[::1]:5173', origin: 'http://[::1]:5173' }, []],
    ['what is no page', { host: 'LOCALHOST' }, []],
    ['a name in the network', { host: 'dev.box:80', origin: 'http://dev.box' }, ['dev.box']],
    ['a name below one', { host: 'a.dev.box', origin: 'https://a.dev.box' }, ['.dev.box']],
    ['that name itself', { host: 'dev.box', origin: 'https://dev.box' }, ['.dev.box']],
    ['any name, where any is allowed', { host: 'x.tunnel.io', origin: 'https://x.tunnel.io' }, 'all'],
    [
      'a tunnel that hides its name',
      { host: 'localhost:5173', origin: 'https://x.tunnel.io' },
      ['x.tunnel.io'],
    ],
    ['a proxy of this machine', { host: 'localhost:5173', origin: 'http://localhost:3000' }, []],
  ])('%s', async (_, headers, hosts) => {
    allowed = hosts;
    expect(await send({ headers })).toBe('204 ');
    expect(isKept()).toBe(true);
  });
});

describe('is kept out', () => {
  const OTHER = { host: 'localhost:5173', origin: 'http://evil.com' };

  test.each<[string, OutgoingHttpHeaders, AllowedHosts]>([
    ['a page of a name that leads here', { host: 'evil.com', origin: 'http://evil.com' }, []],
    ['the same with a port', { host: 'evil.com:5173', origin: 'http://evil.com:5173' }, []],
    ['the same without an origin', { host: 'evil.com' }, []],
    ['a name that begins like an allowed one', { host: 'dev.box.evil.com' }, ['dev.box']],
    ['a name that ends like one', { host: 'evildev.box' }, ['dev.box', '.dev.box']],
    ['a name that looks like an address', { host: '127.0.0.1.evil.com' }, []],
    ['a name that looks like localhost', { host: 'localhost.evil.com' }, []],
    ['a name behind a user', { host: 'localhost@evil.com' }, []],
    ['a user before a name', { host: 'evil.com@localhost' }, []],
    ['a path in the name', { host: 'localhost/evil.com' }, []],
    ['a page of another site', OTHER, []],
    ['the same where any name is allowed', OTHER, 'all'],
    ['a page of another address', { host: 'localhost:5173', origin: 'http://203.0.113.5' }, []],
    ['a page that is nobody’s', { host: 'localhost:5173', origin: 'null' }, []],
    ['a file', { host: 'localhost:5173', origin: 'file://' }, []],
  ])('%s, with the token', async (_, headers, hosts) => {
    allowed = hosts;
    expect(await send({ headers })).toMatch(/^403 tsprof: [^\n]+\n$/);
    expect(isKept()).toBe(false);
  });

  test.each([[null], [''], ['x'], ['0'.repeat(36)]])('who has the token %j', async (token) => {
    expect(await send({ token })).toBe('403 tsprof: not the token of this server; reload the page\n');
    expect(isKept()).toBe(false);
  });

  test.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s', async (method) => {
    expect(await send({ method, body: new Uint8Array(0) })).toBe('405 tsprof: profiles are sent by POST\n');
  });

  test('what says that it is too long, before any of it comes', async () => {
    const headers = { 'content-length': String(2 ** 30) };
    expect(await send({ headers, body: new Uint8Array(0) })).toBe(
      '413 tsprof: a profile of more than 67108864 bytes\n',
    );
  });

  test('what is too long without saying so', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    const body = Buffer.from(`{${' '.repeat(2 ** 26)}}`);
    expect(await send({ headers, body }).catch(() => '413 ')).toMatch(/^413 /);
    expect(isKept()).toBe(false);
  });
});
