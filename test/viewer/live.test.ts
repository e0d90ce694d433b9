/** The viewer follows a running program: what it shows is what that has told last. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EndedError } from '../../report/src/attach/client.ts';
import type { LiveProgram } from '../../report/src/attach/live-program.ts';
import { TsprofError } from '../../report/src/command-line/errors.ts';
import { main } from '../../report/src/main.ts';
import { serveViewer, type ViewServer } from '../../report/src/viewer-page/serve.ts';
import type { ControlStacks, ControlStatus } from '../../runtime/src/entries/control.ts';
import { call, profileOf } from '../profile/support/build.ts';
import { launch } from '../support/chromium.ts';
import { Engine } from '../../viewer/src/timeline/engine/engine.ts';
import { recorded } from '../support/timelines.ts';
import { PROGRAM as PICTURED } from './support/pictured-program.ts';
import { runFake } from '../support/fake-process.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** A program that says what it is told to say. */
class Program implements LiveProgram {
  readonly name = 'server.mjs (process 7)';
  readonly told: string[] = [];
  latest = null;
  calls = 1;
  isOn = true;
  failure: Error | null = null;
  /** Of its timeline. */
  written: Uint8Array = new Uint8Array(0);

  profile() {
    if (this.failure !== null) return Promise.reject(this.failure);
    const all = Array.from({ length: this.calls }, () => call('work', 2e6));
    return Promise.resolve(profileOf(all, { cwd: '/app', definitions: { work: { file: 'w.ts', line: 3 } } }));
  }

  stacks(): Promise<ControlStacks> {
    const frame = { name: 'work', file: 'w.ts', line: 3, column: 0, lasted: 0.5, atLeast: false, path: [] };
    const thread = {
      ...{ id: '7.0', name: 'main', clock: 'exact', profiling: this.isOn, omittedCalls: 0, omitted: 0 },
      ...{ stack: [frame], path: ['work'], coroutines: [] },
    };
    const process = { pid: 7, name: 'main', script: '/app/server.mjs', cwd: '/app', started: 0 };
    return Promise.resolve({
      ...process,
      unit: 's',
      taken: 0,
      threads: [thread],
    } as unknown as ControlStacks);
  }

  timeline(from: number): Promise<Uint8Array> {
    return Promise.resolve(this.written.subarray(from));
  }

  act(what: string) {
    this.told.push(what);
    this.isOn = what === 'start' || (what !== 'stop' && this.isOn);
    if (what === 'clear') this.calls = 0;
    return Promise.resolve({ threads: [] } as unknown as ControlStatus);
  }
}

let program: Program;
let server: ViewServer;
let page: Page;
beforeEach(async () => {
  program = new Program();
  server = await serveViewer({ shown: program, before: null, folders: [], timelines: [] }, 0);
  page = await browser.newPage();
  await page.goto(`${server.url}#view=table`);
});
afterEach(async () => {
  await page.close();
  server.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const calls = (count: number) => page.getByRole('row', { name: new RegExp(`work.*\\b${count}\\b`) }).first();

describe('a running program', () => {
  it('is shown as it is by now, whatever is selected', async () => {
    await calls(1).click();
    program.calls = 42;
    await calls(42).waitFor();
    expect(new URL(page.url()).hash).toContain('selected=');
  });

  it('has a timeline that grows with it', async () => {
    const { bytes } = await recorded(PICTURED);
    const slices = page.locator('[data-fact=size]');
    await page.goto(`${server.url}#view=timeline`);
    await page.getByText('has written no timeline so far').waitFor();
    // Up to the middle of the block that has the slices.
    program.written = bytes.subarray(0, bytes.length / 2);
    await slices.waitFor();
    const early = await slices.innerText();
    program.written = bytes;
    await page.waitForFunction(
      (text) => document.querySelector('[data-fact=size]')?.textContent !== text,
      early,
    );
    const engine = new Engine();
    const opened = engine.answer({ kind: 'open', files: [{ name: 'all', bytes }] });
    const all = opened.kind === 'open' ? opened.timeline.threads[0]!.slices : 0;
    expect(await slices.innerText()).toContain(`${all} `);
  });

  it('stands still while it is paused', async () => {
    await calls(1).waitFor();
    await button('pause').click();
    program.calls = 42;
    await button('follow').waitFor();
    expect(await calls(42).count()).toBe(0);
    await button('follow').click();
    await calls(42).waitFor();
  });

  it('says what its threads are doing', async () => {
    await button('Overview').click();
    await page.getByText('main: in work (w.ts:3) for 500 ms').waitFor();
  });

  it('is told to begin from zero, to stop and to start', async () => {
    await calls(1).waitFor();
    await button('from zero').click();
    await button('stop').click();
    await button('start').click();
    await button('stop').waitFor();
    expect(program.told).toEqual(['clear', 'stop', 'start']);
  });

  it('that cannot answer now is asked again, and what is wrong is said as text', async () => {
    await calls(1).waitFor();
    program.failure = new TsprofError('no thread has begun to profile yet; <b>ask again</b>');
    await page.getByRole('alert').getByText('<b>ask again</b>').waitFor();
    [program.failure, program.calls] = [null, 5];
    await calls(5).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('that has ended stays on the page', async () => {
    await calls(1).waitFor();
    program.failure = new EndedError('127.0.0.1:1');
    await page.getByText('the program has ended: this is what it told last').waitFor();
    expect(await calls(1).count()).toBe(1);
  });
});

describe('its server', () => {
  const statusOf = async (path: string, method: string) =>
    (await fetch(new URL(path, server.url), { method })).status;

  it.each([
    ['program/start', 'POST', 200],
    ['program/start', 'GET', 404],
    ['program/kill', 'POST', 405],
    ['stacks.json', 'GET', 200],
    ['stacks.json', 'POST', 405],
    ['/program/start', 'POST', 403],
  ])('%s by %s: %i', async (path, method, status) => {
    expect(await statusOf(path, method)).toBe(status);
  });

  it('tells no program that it does not follow', async () => {
    const shown = { name: 'a.tsprof', profile: await program.profile() };
    const still = await serveViewer({ shown, before: null, folders: [], timelines: [] }, 0);
    const answers = [
      fetch(new URL('program/stop', still.url), { method: 'POST' }),
      fetch(new URL('stacks.json', still.url)),
    ];
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([405, 404]);
    still.close();
  });
});

describe('tsprof view', () => {
  it.each([
    [[], /name a profile to look at, or --live to follow a running program/],
    [['--live', '127.0.0.1:1', 'x.tsprof'], /--live shows a running program, and no profiles beside it/],
    [
      ['--live', '127.0.0.1:1'],
      /no program of yours is controlled at 127\.0\.0\.1:1\. Start one with tsprof/,
    ],
  ])('%j', async (args, message) => {
    const { exitCode, stderr } = await runFake(main, ['view', ...args], {
      env: { XDG_RUNTIME_DIR: '/nowhere' },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
