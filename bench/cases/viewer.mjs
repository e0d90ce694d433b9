// The viewer beside speedscope, in the same browser: how soon a call tree of 100,000 nodes is seen, and what scripts take in
// each frame while it is zoomed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium, launchOptions } from '../../scripts/chromium.mjs';
import { ratioRow, skippedRow, valueRow } from '../rows.mjs';
import { largeProfile } from '../viewer/large-profile.mjs';
import { isDrawn, turnWheel, watchFrames } from '../viewer/page-clock.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsprof = `${root}cli/bin/tsprof.js`;
const NODES = 100_000;
const FRAMES = 120;
const SIZE = { width: 1280, height: 720 };
const ORIGIN = 'http://bench.test';
const TYPES = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
const PATIENCE = 60_000;

export default {
  name: 'viewer',
  async measure(settings) {
    if (findChromium() === null) return [skippedRow('viewer', 'there is no Chromium')];
    const sites = prepare(join(settings.folder, 'viewer'));
    const found = Object.fromEntries(Object.keys(sites).map((name) => [name, []]));
    for (let round = 1; round <= settings.rounds; round++) {
      settings.say(`viewer, round ${round} of ${settings.rounds}`);
      for (const [name, site] of Object.entries(sites)) found[name].push(await measureSite(site));
    }
    return rowsOf(found);
  },
};

/** The same profile for both, and how each is opened. */
function prepare(folder) {
  mkdirSync(folder, { recursive: true });
  const profile = join(folder, 'large.tsprof');
  writeFileSync(profile, JSON.stringify(largeProfile(NODES, 4)));
  for (const [format, file] of [
    ['html', 'large.html'],
    ['speedscope', 'large.speedscope.json'],
  ])
    execFileSync(process.execPath, [tsprof, 'export', '--format', format, profile, '-o', join(folder, file)]);
  const release = join(
    dirname(createRequire(import.meta.url).resolve('speedscope/package.json')),
    'dist/release',
  );
  const speedscopeFile = (path) =>
    path === '/large.speedscope.json'
      ? join(folder, 'large.speedscope.json')
      : join(release, path === '/' ? 'index.html' : path);
  return {
    viewer: {
      hash: '#view=flame&unfolded=1',
      fileOf: () => join(folder, 'large.html'),
      shows: 'unfold packages',
    },
    speedscope: {
      hash: `#profileURL=${encodeURIComponent(`${ORIGIN}/large.speedscope.json`)}`,
      fileOf: speedscopeFile,
      shows: 'Left Heavy',
    },
  };
}

/** Time until a canvas is drawn on, ms; script time of each frame while zooming, ms; memory of the heap then, MB. */
async function measureSite({ hash, fileOf, shows }) {
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: SIZE });
    await page.addInitScript(watchFrames);
    await page.route(`${ORIGIN}/**`, (route) => answer(route, fileOf));
    await page.goto(`${ORIGIN}/${hash}`, { waitUntil: 'commit' });
    const first = await page.waitForFunction(isDrawn, shows, { polling: 10, timeout: PATIENCE });
    await page.evaluate('new Promise((done) => askFrame(() => setTimeout(done)))');
    const times = await page.evaluate(turnWheel, { frames: FRAMES, isZoom: true });
    const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
    return { first: await first.jsonValue(), times: times.sort((a, b) => a - b), heap };
  } finally {
    await browser.close();
  }
}

async function answer(route, fileOf) {
  const file = fileOf(new URL(route.request().url()).pathname);
  if (!existsSync(file)) return route.fulfill({ status: 404 });
  const contentType = TYPES[file.split('.').at(-1)] ?? 'application/json';
  return route.fulfill({ body: readFileSync(file), contentType });
}

const at = (share) => (round) => round.times[Math.floor(share * (round.times.length - 1))];
const THIRD = { atMost: 0.33 };

function rowsOf({ viewer, speedscope }) {
  const rowsFor = (work, unit, read, limits = {}, ratio = {}) => [
    valueRow(`viewer, ${work}`, unit, viewer.map(read), limits),
    valueRow(`viewer, ${work}: speedscope`, unit, speedscope.map(read)),
    ratioRow(`viewer, ${work}: beside speedscope`, viewer.map(read), speedscope.map(read), ratio),
  ];
  return [
    ...rowsFor('call tree of 100,000 nodes, first picture', 'ms', ({ first }) => first, {}, THIRD),
    ...rowsFor('script time per frame while zooming, p50', 'ms', at(0.5)),
    ...rowsFor('script time per frame while zooming, p95', 'ms', at(0.95), { atMost: 5 }, { atMost: 1 }),
    ...rowsFor('memory of the heap', 'MB', ({ heap }) => heap, {}, { atMost: 0.5 }),
  ];
}
