/** What stands in front of the collector in every dev server, and the names that their configurations allow. */
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { allowedHosts } from '../../bundler/src/allowed-hosts.ts';
import { createDevServer } from '../../bundler/src/dev-server.ts';
import type { DevServer } from '../../bundler/src/dev-server.ts';
import { checkOptions } from '../../bundler/src/options.ts';

const SAMPLE = readFileSync(new URL('../../fixtures/profiles/yappi-document.tsprof', import.meta.url));
const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

function devServer(names: string[]): DevServer {
  const root = tmpdir();
  // Nothing is written: the test ends before the second has passed after which it would be.
  const dev = createDevServer(checkOptions({ root, output: '/dev/null' }), () => names);
  open.push(dev);
  return dev;
}

/** Sends a profile to where the pages of a server do. */
async function status(dev: DevServer, path: string, host: string, origin: string): Promise<number> {
  const server = createServer((asked, response) =>
    dev.middleware(asked, response, () => response.writeHead(404).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => (server.close(), server.closeAllConnections()) });
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const headers = { host, origin };
    const asked = request(
      { port, host: '127.0.0.1', path, method: 'POST', headers, agent: false },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode!));
      },
    );
    asked.on('error', reject).end(SAMPLE);
  });
}

describe('a dev server takes profiles', () => {
  test('of its own pages', async () => {
    const dev = devServer([]);
    const path = `${dev.post('/base/')}&id=a`;
    expect(path).toMatch(/^\/base\/__tsprof__\/profile\?token=[\w-]{36}&id=a$/);
    expect(await status(dev, path, 'localhost:8080', 'http://localhost:8080')).toBe(204);
  });

  test.each([
    ['of a name that leads here', true, 'evil.com', 'http://evil.com'],
    ['of another site', true, 'localhost:8080', 'http://evil.com'],
    ['without the token', false, 'localhost:8080', 'http://localhost:8080'],
  ])('not those %s', async (_, withToken, host, origin) => {
    const dev = devServer([]);
    const path = withToken ? `${dev.post('/')}&id=a` : '/__tsprof__/profile?id=a';
    expect(await status(dev, path, host, origin)).toBe(403);
  });

  test('of names that its user allows', async () => {
    const dev = devServer(['dev.box']);
    expect(await status(dev, `${dev.post('/')}&id=a`, 'dev.box', 'http://dev.box')).toBe(204);
  });

  test('and has a token of its own', () => {
    expect(devServer([]).post('/')).not.toBe(devServer([]).post('/'));
  });
});

describe('the names in a configuration', () => {
  test.each([
    [undefined, []],
    [{}, []],
    [{ allowedHosts: 'auto' }, []],
    [{ allowedHosts: 'auto', host: 'dev.box' }, ['dev.box']],
    [{ allowedHosts: ['a.b', '.c'], host: true }, ['a.b', '.c']],
    [{ allowedHosts: 'a.b' }, ['a.b']],
    [{ allowedHosts: 'all' }, 'all'],
    [{ allowedHosts: ['all'] }, 'all'],
    [{ allowedHosts: true as const }, 'all'],
  ])('%j', (config, names) => {
    expect(allowedHosts(config)).toEqual(names);
  });
});
