/** What must be true of every app: nobody can tell that it is profiled, and its counts are those of its user's actions. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '@tsprof/runtime/profile';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch } from './browser.ts';
import { APPS, buildApp } from './build.ts';
import type { Build } from './build.ts';
import { allRows, expectedRows, foundRows } from './counts.ts';
import type { Count } from './counts.ts';
import { askedProfile } from './realms.ts';
import type { Routes } from './server.ts';
import { entrySize } from './size.ts';
import { visit } from './visit.ts';
import type { Actions, Behaviour, Visit } from './visit.ts';

export interface App {
  /** Its folder. */
  readonly name: string;
  readonly build: Build;
  readonly actions: Actions;
  readonly counts: readonly Count[];
  readonly routes?: Routes;
  /** Where several bundlers build the same app, their folders below `dist`. */
  readonly bundler?: string;
  /** True: the app itself needs a page that is cross-origin isolated. */
  readonly needsIsolation?: boolean;
  /** True where the bundler itself writes scripts into the HTML; all others have a strict Content-Security-Policy. */
  readonly hasInlineScripts?: boolean;
  /** Where it is too small for a share of it to mean anything: gzipped bytes that it grows by at most, runtime and all. */
  readonly growsBy?: number;
  /** How the profile is got, where not by asking each realm. */
  readonly gather?: (visit: Visit) => Promise<Profile>;
}

/**
 * Gzipped bytes that the runtime adds at most to what a page loads first (2,048 are wanted: docs/browser.md says what came
 * out), and by what share the app's own code may grow: probes, tables, since awaits are told by what they wait for 0.5 % for the
 * names that they call, since coroutines are told by how they end 0.5 % for the `catch` around async functions, and since callbacks
 * are named for what they are passed to 1 % for that. The runtime is 40 bytes larger since libraries for pages run in Node, too.
 */
const RUNTIME_BYTES = 2870;
const GROWTH = 1.17;

interface Run {
  readonly behaviour: Behaviour;
  readonly profile: Profile;
}

/** Defines the app's tests. `DEBUG=1` prints every row of its profile. */
export function checkApp(app: App): void {
  const folder = join(APPS, app.name);
  const below = app.bundler === undefined ? 'dist' : `dist/${app.bundler}`;
  const [plain, profiled] = [`${below}/plain`, `${below}/profiled`];
  let browser: Browser;
  beforeAll(async () => {
    rmSync(join(folder, below), { recursive: true, force: true });
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const ways = app.needsIsolation ? [true] : [false, true];
  describe.each(ways)(`${app.bundler ?? app.name}, cross-origin isolated: %s`, (isolated) => {
    const options = { ...app, isolated };
    let bare: Behaviour;
    let run: Run;
    beforeAll(async () => {
      await buildOnce(app, { folder, out: plain, isProfiled: false });
      await buildOnce(app, { folder, out: profiled, isProfiled: true });
      const served = { ...options, folder: join(folder, plain) };
      bare = (await visit(browser, served, async () => undefined)).behaviour;
      run = await runProfiled(browser, { ...options, folder: join(folder, profiled) });
      if (process.env['DEBUG']) console.log(allRows(run.profile).join('\n'));
    });

    it('has nothing to complain of when plain', () => expect(bare.errors).toEqual([]));
    it('behaves as when plain', () => expect(run.behaviour).toEqual(bare));
    it('has exact counts, at the original lines', () => {
      expect(foundRows(run.profile, app.counts)).toEqual(expectedRows(folder, app.counts));
    });
    it("names nothing but the app's own files", () => {
      expect(run.profile.files.filter((file) => !isOwn(folder, file))).toEqual([]);
    });
    it('has no anomalies', () => {
      expect(run.profile.threads.map(({ anomalies }) => anomalies)).toEqual(
        run.profile.threads.map(() => ({})),
      );
    });
  });

  it(`${app.bundler ?? app.name} is not much larger`, () => {
    const [before, after] = [entrySize(join(folder, plain)), entrySize(join(folder, profiled))];
    if (process.env['DEBUG']) console.log(`${app.name}: ${before} bytes became ${after}`);
    expect(after).toBeLessThanOrEqual(app.growsBy ? before + app.growsBy : before * GROWTH + RUNTIME_BYTES);
  });
}

async function buildOnce(
  app: App,
  request: { folder: string; out: string; isProfiled: boolean },
): Promise<void> {
  if (existsSync(join(request.folder, request.out))) return;
  await buildApp({ ...request, build: app.build });
}

async function runProfiled(
  browser: Browser,
  { gather = askedProfile, ...options }: App & { folder: string; isolated: boolean },
): Promise<Run> {
  const { behaviour, seen } = await visit(browser, options, gather);
  return { behaviour, profile: seen };
}

/** Relative, with `/`, a file of the app that somebody wrote. */
function isOwn(folder: string, file: string): boolean {
  return !/^[./]|node_modules|^dist\/|\\|\?/.test(file) && existsSync(join(folder, file));
}
