import { describe, expect, test } from 'vitest';
import { instrumentHtml } from '../../cli/src/pages/instrument-html.ts';
import { readHtml } from '../../cli/src/pages/html-page.ts';
import { pageUrls, relativeUrl } from '../../cli/src/pages/page-urls.ts';
import { looksBuilt } from '../../cli/src/pages/plan.ts';

const SOURCES = ['js/main.js', 'main.js'];

/** The page after; `RUNTIME` stands for what loads the runtime. */
function instrument(text: string, file = 'index.html') {
  const plan = { root: '/out', sources: SOURCES, modules: [], named: [] };
  return instrumentHtml({ text, name: `dist/${file}`, file, plan, isSelected: true });
}

/** What loads the runtime, and the page without it. */
function split(text: string, file?: string): [tag: string, rest: string] {
  const made = instrument(text, file).text;
  const tag = /<script src="[^"]*tsprof\.js"[^>]*><\/script>/.exec(made)?.[0] ?? '';
  return [tag, made.replace(tag, '')];
}

describe('the runtime is the first thing in a page', () => {
  test.each([
    ['<!doctype html><html><head><title>x</title></head></html>', 27],
    ['<HTML><HEAD lang="a>b"\n><base href="x"></HEAD></HTML>', 24],
    ['<html><body></body></html>', 6],
    ['<!doctype html>\n<p>x', 15],
    ['<p>x', 0],
    ['', 0],
  ])('%j', (text, at) => {
    const made = instrument(text).text;
    expect(made).toBe(`${text.slice(0, at)}<script src="./tsprof/tsprof.js"></script>${text.slice(at)}`);
  });

  test.each([
    ['<script src="js/main.js"></script>', 'index.html', './tsprof/', './tsprof/'],
    ['<script src="../js/main.js"></script>', 'a/my page.html', '../tsprof/', '../tsprof/'],
    ['<script src="/js/main.js?v=1"></script>', 'a/b/page.html', '/tsprof/', '/tsprof/'],
    ['<script src="/app/js/main.js"></script>', 'index.html', '/app/tsprof/', '/app/tsprof/'],
    ['<base href="/app/"><script src="main.js"></script>', 'index.html', '/app/tsprof/', '/app/tsprof/'],
    ['<base href="js/"><script src="main.js"></script>', 'index.html', './tsprof/', '../tsprof/'],
    ['<script src="https://elsewhere/main.js"></script>', 'index.html', './tsprof/', './tsprof/'],
  ])('%s in %s', (text, file, top, base) => {
    const urls = pageUrls(file, readHtml(text), new Set(SOURCES));
    expect([urls.folderFromTop, urls.folderFromBase]).toEqual([top, base]);
  });

  test('and may run as its own scripts may', () => {
    expect(split('<script nonce="a&quot;b" src="x.js"></script>')[0]).toContain(' nonce="a&quot;b">');
  });

  test('once', () => {
    const once = instrument('<script>f()</script>').text;
    expect(instrument(once)).toEqual({ text: once, sites: 0, warnings: [] });
  });
});

test('only scripts that changed are no longer checked', () => {
  const text =
    '<script defer\n integrity="sha384-a" src="main.js"></script><link integrity=sha384-b href=/js/main.js>' +
    '<script integrity="sha384-c" src="https://elsewhere/main.js"></script><link integrity="d" href="a.css">';
  expect(split(text)[1]).toBe(
    '<script defer src="main.js"></script><link href=/js/main.js>' +
      '<script integrity="sha384-c" src="https://elsewhere/main.js"></script><link integrity="d" href="a.css">',
  );
});

test('nor are they by an import map', () => {
  const map = (integrity: object): string =>
    `<script type="importmap">${JSON.stringify({ imports: { a: './main.js' }, integrity })}</script>`;
  const elsewhere = { 'https://elsewhere/main.js': 'sha384-c' };
  expect(split(map({ './main.js': 'sha384-a', '/js/main.js': 'sha384-b', ...elsewhere }))[1]).toBe(
    map(elsewhere),
  );
  const odd =
    map(elsewhere) +
    '<script type="importmap">{ "integrity": </script><script type="importmap">null</script>';
  expect(split(odd)[1]).toBe(odd);
});

describe('scripts in a page', () => {
  test('get probes at their places in it', () => {
    const { text, sites, warnings } = instrument(
      '<p>\n<script>function f() {\n} f()</script>\n<script>f()</script>',
    );
    expect([sites, warnings]).toEqual([3, []]);
    expect(text).toContain('("dist/index.html", "0\\n0f", [2, 132, 0, 128])');
    const prefixes = [...text.matchAll(/register: (_\$\w+)R/g)].map(([, prefix]) => prefix);
    expect(new Set(prefixes).size).toBe(2);
  });

  test('that are modules import them', () => {
    const { text } = instrument('<script type=MODULE>let f = () => 1; f()</script>', 'a/b.html');
    expect(text).toContain('from "../tsprof/probes.js"');
  });

  test.each([
    '<script type="importmap">{"imports":{}}</script>',
    '<script type="text/template">function f() {}</script>',
    '<script src="x.js">function f() {}</script>',
    '<svg><script>function f() {}</script></svg>',
    '<template><script>function f() {}</script></template>',
    '<textarea><script>function f() {}</script></textarea>',
    '<!-- <script>function f() {}</script> -->',
    '<script> \n</script>',
  ])('are left alone where they are none: %s', (text) => {
    expect(split(text)[1]).toBe(text);
    expect(instrument(text)).toMatchObject({ sites: 0, warnings: [] });
  });

  test.each([
    ['<script>\nfunction {</script>', 'Unexpected token', 1],
    ['\n<script>f("<!-- x")</script>', 'it speaks of tags', 2],
    [
      `<meta http-equiv=content-security-policy content="script-src 'self' 'sha256-x'"><script>f()</script>`,
      'hash',
      1,
    ],
  ])('stay as they are where need be, and a line says so: %s', (text, reason, line) => {
    expect(split(text)[1]).toBe(text);
    const { warnings } = instrument(text);
    expect(warnings).toMatchObject([
      { line, message: expect.stringContaining('this script is not profiled') as string },
    ]);
    expect(warnings[0]!.message).toContain(reason);
  });
});

describe("a page's policy", () => {
  const policy = (content: string) =>
    instrument(`<meta http-equiv="Content-Security-Policy" content="${content}">`).warnings.length;

  test.each([
    "script-src 'none'",
    'default-src https://cdn.example',
    "script-src 'nonce-x' 'strict-dynamic'",
  ])('%s may keep it out, of which a line warns', (content) => expect(policy(content)).toBe(1));

  test.each([
    "script-src 'self'",
    "default-src 'none'; script-src-elem *",
    "img-src 'none'",
    'default-src https:',
  ])('%s lets it in', (content) => expect(policy(content)).toBe(0));
});

test('a tree is one of pages if nothing in it has yet to be built', () => {
  const files = (...inputs: string[]) =>
    inputs.map((input) => ({ input, output: input, isLink: false, isNamed: false }));
  expect(looksBuilt(files('/a/index.html', '/a/x.js', '/a/x.css'))).toBe(true);
  expect(looksBuilt(files('/a/x.js'))).toBe(false);
  expect(looksBuilt(files('/a/index.html', '/a/src/x.ts'))).toBe(false);
  expect(looksBuilt(files('/a/index.html', '/a/package.json'))).toBe(false);
  expect(looksBuilt(files('/a/x.js', '/a/node_modules/b/index.html'))).toBe(false);
});

test('URLs are relative, and begin with a dot', () => {
  expect(relativeUrl('main.js', 'tsprof/probes.js')).toBe('./tsprof/probes.js');
  expect(relativeUrl('a/b c/main.js', 'tsprof/')).toBe('../../tsprof/');
});
