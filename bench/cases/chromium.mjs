// What profiling costs in a browser, where pages may share memory with their workers and where they may not, beside what
// the browser's own sampling profiler costs.
import { join } from 'node:path';
import { findChromium } from '../../scripts/chromium.mjs';
import { visit } from '../page-visit.mjs';
import { prepare, subject } from '../prepare.mjs';
import { acorn } from '../programs.mjs';
import { ratioRow, skippedRow, valueRow } from '../rows.mjs';

/** `sampled`: microseconds between two samples; DevTools takes 1000 unless told otherwise. */
const WAYS = {
  plain: { title: 'plain', code: 'plain', isolated: true },
  isolated: { title: 'profiled, cross-origin isolated', code: 'instrumented', isolated: true },
  apart: {
    title: 'profiled, not isolated',
    code: 'instrumented',
    isolated: false,
  },
  exact: {
    title: 'profiled, not isolated, clock exact',
    code: 'instrumented',
    isolated: false,
    clock: 'exact',
  },
  sampled: { title: "Chromium's sampling profiler, 1 ms", code: 'plain', isolated: true, sampled: 1000 },
};

async function programs() {
  const { title, copied, written } = await acorn();
  const page = { ...copied, 'main.mjs': subject('acorn-page.mjs') };
  return [
    {
      name: 'acorn',
      title,
      files: { copied: page, written },
      targets: { isolated: { atMost: 2 }, apart: { atMost: 4 } },
    },
    {
      name: 'awaits',
      title: 'a million awaits of a trivial async function',
      files: { copied: { 'main.mjs': subject('awaits.mjs') } },
      targets: { isolated: { atMost: 1.8 }, apart: { atMost: 4 } },
    },
  ];
}

export default {
  name: 'chromium',
  async measure(settings) {
    if (findChromium() === null) return [skippedRow('in Chromium', 'there is no Chromium')];
    const rows = [];
    for (const program of await programs()) rows.push(...(await measureProgram(program, settings)));
    return rows;
  },
};

async function measureProgram({ name, title, files, targets }, settings) {
  const folder = join(settings.folder, 'chromium', name);
  prepare({ ...files, runtime: '/tsprof/probes.js' }, folder);
  const times = Object.fromEntries(Object.keys(WAYS).map((way) => [way, []]));
  let expected;
  for (let round = 1; round <= settings.rounds; round++) {
    settings.say(`${name}, round ${round} of ${settings.rounds}`);
    for (const [way, how] of Object.entries(WAYS)) {
      const { time, result } = await measurePage(how, folder, settings);
      expected ??= result;
      if (result !== expected) throw new Error(`${way}: the result is ${result}, not ${expected}`);
      times[way].push(time);
    }
  }
  const { plain, ...others } = times;
  const rowOf = (way, row, ...figures) => ({
    ...{ program: title, way },
    ...row(`in Chromium, ${title}: ${WAYS[way].title}`, ...figures),
  });
  return [
    ...Object.keys(others).map((way) => rowOf(way, ratioRow, others[way], plain, targets[way])),
    rowOf('plain', valueRow, 'ms', plain),
  ];
}

/** Each in a browser of its own. */
function measurePage({ code, sampled, ...how }, folder, { isShort }) {
  return visit(join(folder, code), how, async (page) => {
    if (sampled !== undefined) await startSampling(page, sampled);
    const settings = { isShort, isProfiled: code === 'instrumented' };
    return page.evaluate(([module, told]) => globalThis.measure(module, told), ['/main.mjs', settings]);
  });
}

async function startSampling(page, interval) {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval });
  await session.send('Profiler.start');
}
