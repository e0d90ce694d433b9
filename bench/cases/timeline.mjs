// The viewer's timeline of 1 and of 10 million slices, as `tsprof view` serves it: how soon it is seen, and what scripts of the
// page take in each frame while it is zoomed and moved.
import { execFileSync, spawn } from 'node:child_process';
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium, launchOptions } from '../../scripts/chromium.mjs';
import { skippedRow, valueRow } from '../rows.mjs';
import { isTimelineDrawn, turnWheel, watchFrames } from '../viewer/page-clock.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsprof = `${root}cli/bin/tsprof.js`;
const SIZES = [1e6, 1e7];
const FRAMES = 120;
const SIZE = { width: 1280, height: 720 };
const PATIENCE = 120_000;
/** So far zoomed in is it moved. */
const CLOSER = 14;

export default {
  name: 'timeline',
  async measure(settings) {
    if (findChromium() === null) return [skippedRow('timeline', 'there is no Chromium')];
    const folder = join(settings.folder, 'timeline');
    const profiles = await prepare(folder);
    const found = profiles.map(() => []);
    for (let round = 1; round <= settings.rounds; round++) {
      settings.say(`timeline, round ${round} of ${settings.rounds}`);
      for (const [at, profile] of profiles.entries()) found[at].push(await measureOne(profile));
    }
    return found.flatMap((rounds, at) => rowsOf(SIZES[at] / 1e6, rounds));
  },
};

/** Profiles of next to nothing, each with a timeline of so many slices beside it. */
async function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  const script = join(folder, 'nothing.mjs');
  writeFileSync(script, 'export {};\n');
  const outfile = join(folder, 'large-timeline.mjs');
  const entry = `${root}test/viewer/support/large-timeline.ts`;
  const options = { bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' };
  await build({ ...options, entryPoints: [entry], outfile });
  const { writeLargeTimeline } = await import(pathToFileURL(outfile).href);
  const { joinTimelines } = await import(`${root}runtime/dist/esm/timeline.js`);
  return SIZES.map((slices) => {
    const profile = join(folder, `${slices}.tsprof`);
    if (existsSync(profile)) return profile;
    execFileSync(process.execPath, [tsprof, 'run', '--quiet', '-o', profile, script]);
    const pieces = [];
    writeLargeTimeline(slices, (bytes) => pieces.push(bytes));
    // With an index, as a run that has ended has it.
    const file = openSync(`${profile}.timeline`, 'w');
    for (const piece of joinTimelines([inMemory(Buffer.concat(pieces))])) writeSync(file, piece);
    closeSync(file);
    return profile;
  });
}

const inMemory = (bytes) => ({
  ...{ name: 'large', size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) },
});

async function measureOne(profile) {
  const server = spawn(process.execPath, [tsprof, 'view', '--no-open', profile], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = await once(server.stdout, 'data');
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.addInitScript(watchFrames);
    await page.goto(`${String(output).trim()}#view=timeline`, { waitUntil: 'commit' });
    const first = await page.waitForFunction(isTimelineDrawn, null, { polling: 10, timeout: PATIENCE });
    const zooming = await page.evaluate(turnWheel, { frames: FRAMES, isZoom: true });
    for (let press = 0; press < CLOSER; press++) await page.locator('canvas').press('w');
    const moving = await page.evaluate(turnWheel, { frames: FRAMES, isZoom: false });
    const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
    return { first: await first.jsonValue(), zooming: sorted(zooming), moving: sorted(moving), heap };
  } finally {
    await browser.close();
    server.kill();
  }
}

const sorted = (times) => times.sort((a, b) => a - b);
const at = (times, share) => times[Math.floor(share * (times.length - 1))];

function rowsOf(millions, rounds) {
  const of = (work, unit, read, limits = {}) =>
    valueRow(`timeline of ${millions} million slices, ${work}`, unit, rounds.map(read), limits);
  return [
    of('first picture', 'ms', ({ first }) => first, { atMost: 5000 }),
    of('script time per frame while moving, p50', 'ms', ({ moving }) => at(moving, 0.5)),
    of('script time per frame while moving, p95', 'ms', ({ moving }) => at(moving, 0.95), { atMost: 8 }),
    of('script time per frame while zooming, p50', 'ms', ({ zooming }) => at(zooming, 0.5)),
    of('script time per frame while zooming, p95', 'ms', ({ zooming }) => at(zooming, 0.95)),
    of("memory of the page's heap, the worker's apart", 'MB', ({ heap }) => heap),
  ];
}
