import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../cli/src/visit/find-browser.ts';
import { hasDisplay } from '../../cli/src/visit/open-browser.ts';
import { findTarget } from '../../cli/src/visit/target.ts';
import { isHeadless, visitSeconds } from '../../cli/src/visit/visit-options.ts';
import type { VisitOptions } from '../../cli/src/visit/visit-options.ts';
import { main } from '../../cli/src/main.ts';
import type { CliProcess } from '../../report/src/command-line/process.ts';
import { removeProject, writeProject } from '../plugin/support/bundled.ts';
import { runFake } from '../support/fake-process.ts';

let cwd: string;

beforeAll(() => {
  cwd = writeProject({
    'dist/index.html': '<p>x',
    'one/only.html': '<p>x',
    'two/a.html': '<p>a',
    'two/b.html': '<p>b',
    'none/main.js': 'f();\n',
    'a browser': 'no program',
    'object.mjs': 'export default {};\n',
  });
  writeFileSync(join(cwd, 'wrong.mjs'), 'const wrong = {;\n');
});
afterAll(() => removeProject(cwd));

describe('what is to be visited', () => {
  test.each([
    ['http://localhost:1/x', { kind: 'url', url: 'http://localhost:1/x' }],
    ['dist', { kind: 'folder', folder: 'dist', page: '' }],
    ['dist/index.html', { kind: 'folder', folder: 'dist', page: 'index.html' }],
    ['one', { kind: 'folder', folder: 'one', page: 'only.html' }],
  ])('%s', (place, target) => {
    expect(findTarget(place, cwd)).toEqual(target);
  });
});

describe('bad usage is one line, exit 2, and nothing is opened', () => {
  test.each([
    [[], /^tsprof: missing required argument/],
    [['nowhere'], /cannot open nowhere: there is no such file or directory\. Name a folder, .*http:/],
    [['localhost:5173'], /cannot open localhost:5173: .* which begins with http:\/\//],
    [['http://'], /cannot open http:\/\/: it is no valid URL/],
    [['none'], /there is no page in none: no file that ends in \.html/],
    [['two'], /two has no index\.html, but 2 other pages\. Name one of them, such as two.a\.html/],
    [['none/main.js'], /cannot open none\/main\.js: it is neither a folder nor a page/],
    [['dist', '--for', 'ever'], /--for is "ever", but a number of seconds above 0 is expected/],
    [['dist', '--for', '0'], /--for is "0", but a number/],
    [['dist', '--clock', 'cpu'], /'cpu' is invalid\. Allowed choices are auto, observed, exact, none/],
    [['dist', '--headed', '--headless'], /'--headless' cannot be used with option '--headed'/],
    [['dist', '--actions', 'no.mjs'], /cannot read the actions in no\.mjs: there is no such file/],
    [['dist', '--actions', 'object.mjs'], /object\.mjs has no function as its default export\. Write: /],
    [['dist', '--browser', 'a browser'], /--browser a browser is no program that can be run\. Install one/],
    [['dist', '-o', 'no/where.tsprof'], /cannot write no\/where\.tsprof: /],
    [['http://localhost:1', '--marks'], /--marks is for folders only\. What a URL leads to was built/],
    [['http://localhost:1', '--include', 'x'], /--include is for folders only/],
  ])('%j', async (args, message) => {
    const env = { CHROMIUM: process.execPath };
    const { stdout, stderr, exitCode } = await runFake(main, ['page', ...args], { cwd, env });
    expect(stderr).toMatch(message);
    expect([stdout, exitCode, stderr.trimEnd().split('\n').length]).toEqual(['', 2, 1]);
  });

  test('actions that cannot be loaded are said to be wrong, exit 1', async () => {
    const env = { CHROMIUM: process.execPath };
    const ran = await runFake(main, ['page', 'dist', '--actions', 'wrong.mjs'], { cwd, env });
    expect(ran.stderr).toMatch(/^tsprof: wrong\.mjs[:\d]*: .+\n$/);
    expect(ran.exitCode).toBe(1);
  });

  test.runIf(process.platform === 'linux')('a window needs a display', async () => {
    const ran = await runFake(main, ['page', 'dist', '--headed'], { cwd });
    expect(ran.stderr).toMatch(/^tsprof: --headed needs a display, and there is none\. Try --headless\.\n$/);
    expect(ran.exitCode).toBe(2);
  });
});

describe('the browser', () => {
  const find = (asked: string | undefined, env: Record<string, string>): string =>
    findBrowser(asked, { cwd, env, platform: 'linux' });

  test('is the one asked for, else what CHROMIUM says, else what is on PATH', () => {
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    for (const name of ['google-chrome', 'mine', 'theirs'])
      writeFileSync(join(bin, name), '#!/bin/sh\n', { mode: 0o755 });
    const CHROMIUM = join(bin, 'theirs');
    expect(find('bin/mine', { CHROMIUM, PATH: bin })).toBe(join(bin, 'mine'));
    expect(find(undefined, { CHROMIUM, PATH: bin })).toBe(CHROMIUM);
    expect(find(undefined, { CHROMIUM: '', PATH: bin })).toMatch(/google-chrome$|chromium$/);
  });

  test('that CHROMIUM names wrongly is not replaced by another', () => {
    expect(() => find(undefined, { CHROMIUM: '/no/where' })).toThrow('CHROMIUM=/no/where is no program');
  });
});

describe('a window is shown where there is a display', () => {
  test.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ] as const)('%s %j', (platform, env, has) => {
    expect(hasDisplay(env, platform)).toBe(has);
  });

  const said = (options: Partial<VisitOptions>, env: Record<string, string>): [unknown, unknown, string] => {
    let stderr = '';
    const output = { write: (text: string) => (stderr += text) };
    const process: CliProcess = { argv: [], env, cwd: () => cwd, stdout: output, stderr: output };
    const all = { only: [], include: [], includePackage: [], exclude: [], ...options };
    return [isHeadless(all, process), visitSeconds(all, process), stderr];
  };

  test('and without one a visit ends by itself', () => {
    const short = 'tsprof: profiling for 10 seconds (--for, --actions and --headed change that)\n';
    const long = 'tsprof: profiling until the window is closed, or Ctrl+C is pressed\n';
    const env = { DISPLAY: ':0' };
    expect(said({ headless: true }, env)).toEqual([true, 10, short]);
    expect(said({ headless: true, quiet: true }, env)).toEqual([true, 10, '']);
    expect(said({ headless: true, for: 2 }, env)).toEqual([true, 2, '']);
    expect(said({ headless: true, actions: 'x' }, env)).toEqual([true, null, '']);
    expect(said({ headed: true }, env)).toEqual([false, null, long]);
    expect(said({}, env)).toEqual([false, null, long]);
  });
});
