import { describe, expect, it, test } from 'vitest';
import { foldedPath, pathOf } from '../../runtime/src/host/node/folded-path.ts';
import { fits, routePattern, segmentsOf } from '../../runtime/src/host/node/route-pattern.ts';
import { RouteSites } from '../../runtime/src/host/node/route-sites.ts';
import { createRegistry } from '../../runtime/src/sites/registry.ts';
import { sitesOf } from '../../runtime/src/sites/sites.ts';

test.each([
  ['/', '/'],
  ['', ''],
  ['/users', '/users'],
  ['/users/7', '/users/:id'],
  ['/users/7/posts/12/', '/users/:id/posts/:id/'],
  ['/v1/things', '/v1/things'],
  ['/users/alice', '/users/alice'],
  ['/a/3f2504e0-4f89-41d3-9a0c-0305e82c3301', '/a/:id'],
  ['/a/507f1f77bcf86cd799439011', '/a/:id'],
  ['/a/deadbeef', '/a/deadbeef'],
  ['/a/cjld2cjxh0000qzrmn831i7rn', '/a/:id'],
  ['/a/V1StGXR8_Z5jdHi6B-myT', '/a/:id'],
  ['/posts/how-to-do-it-in-2024-or-later', '/posts/how-to-do-it-in-2024-or-later'],
  ['/main.0123456789abcdef0123.js', '/main.0123456789abcdef0123.js'],
  [`/a/${'x'.repeat(65)}`, '/a/:id'],
  ['/a'.repeat(40), `${'/a'.repeat(15)}/*`],
])('%s is folded to %s', (path, folded) => expect(foldedPath(path)).toBe(folded));

test.each([
  ['/users/7?page=2#top', '/users/7'],
  ['/a#b?c', '/a'],
  ['http://localhost:80/a/b?c', '/a/b'],
  ['http://localhost', '/'],
  ['*', '*'],
  ['', ''],
])('the path of %s is %s', (url, path) => expect(pathOf(url)).toBe(path));

test.each([
  ['/users/:id', '/users/7', true],
  ['/users/:id', '/users/7/', true],
  ['/users/:id', '/users', false],
  ['/users/:id', '/users/7/posts', false],
  ['/users/:id(\\d+)/posts', '/users/7/posts', true],
  ['/files/*', '/files/a/b', true],
  ['/files/*path', '/files', true],
  ['/files/*', '/others/a', false],
  ['/', '/', true],
  ['/', '/a', false],
])('%s fits %s: %s', (pattern, path, expected) =>
  expect(fits(routePattern(pattern), segmentsOf(path))).toBe(expected),
);

describe('sites of requests', () => {
  /** Handles requests of these paths one after the other, and counts those of each name in the end. */
  function handle(requests: readonly (readonly [path: string, route: string | null, isFound?: boolean])[]) {
    const registry = createRegistry();
    const sites = new RouteSites(registry);
    const begun = requests.map(([path, route, isFound = true]) => {
      const request = sites.begin('GET', path);
      sites.end(request, route, isFound);
      return request.site;
    });
    const rows = sitesOf(registry);
    const counts: Record<string, number> = {};
    for (const site of begun) counts[rows[site]!.name] = (counts[rows[site]!.name] ?? 0) + 1;
    return { counts, size: registry.size };
  }

  const named = (names: readonly string[], route: string | null, isFound = true) =>
    names.map((name) => [name, route, isFound] as const);

  it('have the name of the route once that is known, and share it', () => {
    const names = Array.from(
      { length: 1000 },
      (_, n) => `/users/name${String.fromCharCode(97 + (n % 26))}${n}x`,
    );
    const { counts, size } = handle(named(names, '/users/:name'));
    expect(counts).toEqual({ '[tag GET /users/:name]': 1000 });
    // Four paths had a site and a new name each, before all others were taken to be of the route.
    expect(size).toBeLessThan(12);
  });

  it('have that of the path with its ids folded where no route is known', () => {
    expect(
      handle([...named(['/users/1', '/users/2', '/users/3'], null), ...named(['/'], null)]).counts,
    ).toEqual({
      '[tag GET /users/:id]': 3,
      '[tag GET /]': 1,
    });
  });

  it('of what was not found are one, and of too many paths as well', () => {
    const strange = Array.from({ length: 5000 }, (_, n) => `/strange/a${n}z`);
    const { counts, size } = handle([
      ...named(strange, null, false),
      ...named(['/users/late'], '/users/:name'),
      ...named(['/users/later'], '/users/:name'),
    ]);
    expect(counts).toEqual({
      '[tag GET (not found)]': 200,
      '[tag other requests]': 4801,
      '[tag GET /users/:name]': 1,
    });
    expect(size).toBeLessThan(500);
  });

  it('the pattern that says most of a path is taken', () => {
    const four = (prefix: string) => ['a', 'b', 'c', 'd'].map((name) => `${prefix}/${name}`);
    const { counts } = handle([
      ...named(four('/x'), '/x/:any'),
      ...named(['/x/me'], '/x/me'),
      ...named(['/x/e', '/x/f'], '/x/:any'),
    ]);
    // The first request to /x/me looked like those before it.
    expect(counts).toEqual({ '[tag GET /x/:any]': 7 });
  });
});
