// How true times are in pages that share no memory with their worker: the chatty half, and long calls beside clock `exact`.
import { join } from 'node:path';
import { findChromium } from '../../scripts/chromium.mjs';
import { visit } from '../page-visit.mjs';
import { prepare, subject } from '../prepare.mjs';
import { COLUMNS, recordedTimes } from './recorded.mjs';
import { accuracyRow } from './rows.mjs';
import { greatestDifference, sharesOf } from './shares.mjs';

const CHATTY = { from: 0.4, to: 0.6 };
const LONG = { atMost: 0.01 };
/** A page's clock makes steps of 100 µs: so many runs of both halves, of which the sums count. */
const CALIBRATING = 200;
/** Functions go by their names here, not by their places. */
const byName = (file, line, column, name) => name;

export default {
  name: 'pages',
  async measure({ folder, seconds, say }) {
    if (findChromium() === null) return [];
    return [...(await chattyRows(folder, seconds, say)), await longRow(folder, seconds, say)];
  },
};

async function chattyRows(parent, seconds, say) {
  const folder = prepared(parent, 'chatty');
  say('calibrating in Chromium');
  const calls = await visit(join(folder, 'plain'), { isolated: false }, (page) =>
    page.evaluate(equalHalves, CALIBRATING),
  );
  const rowOf = async (clock, title, limit) => {
    say(`in Chromium, clock ${clock}, the inline half as long as ${calls} calls`);
    const recorded = await takeInPage(folder, clock, { seconds, argument: calls });
    const figures = Object.entries(recorded).map(([kind, times]) => [
      kind,
      1 - sharesOf(times).get('inline'),
    ]);
    return accuracyRow(title, Object.fromEntries(figures), limit);
  };
  return [
    await rowOf('auto', 'in a page that is not isolated: share of a chatty half, 0.5 in truth', CHATTY),
    await rowOf('exact', 'the same, clock exact'),
  ];
}

async function longRow(parent, seconds, say) {
  const folder = prepared(parent, 'long-calls');
  const take = (clock) => {
    say(`in Chromium, long calls, clock ${clock}`);
    return takeInPage(folder, clock, { seconds });
  };
  const exact = sharesOf((await take('exact')).corrected);
  const figures = Object.entries(await take('auto')).map(([kind, times]) => [
    kind,
    greatestDifference(sharesOf(times), exact),
  ]);
  return accuracyRow(
    'in a page that is not isolated: calls of 20 µs and more, greatest difference of a share from clock exact',
    Object.fromEntries(figures),
    LONG,
  );
}

function prepared(parent, name) {
  const folder = join(parent, 'pages', name);
  const copied = { 'main.mjs': subject(`${name}.mjs`) };
  prepare({ copied, runtime: '/tsprof/probes.js' }, folder);
  return folder;
}

/** Own times by function in each of the columns there are. */
async function takeInPage(folder, clock, settings) {
  const profile = await visit(join(folder, 'instrumented'), { isolated: false, clock }, (page) =>
    page.evaluate(profileRuns, settings),
  );
  return Object.fromEntries(
    Object.entries(COLUMNS).map(([kind, column]) => [kind, recordedTimes(profile, column, byName)]),
  );
}

/* Both run in the page. */

async function profileRuns({ seconds, argument }) {
  const { run } = await import('/main.mjs');
  while (globalThis.__tsprof__ === undefined) await new Promise((go) => setTimeout(go, 10));
  const runFor = async (milliseconds) => {
    for (const end = performance.now() + milliseconds; performance.now() < end;) {
      await run(argument);
      await new Promise((go) => setTimeout(go));
    }
  };
  await runFor(1000);
  globalThis.__tsprof__.clear();
  await runFor(seconds * 1000);
  return globalThis.__tsprof__.snapshot();
}

/** How many calls take as long as as many turns of the inline half. */
async function equalHalves(times) {
  const { timeHalves } = await import('/main.mjs');
  let calls;
  for (const runs of [times / 4, times, times]) {
    const sums = { chatty: 0, inline: 0 };
    let last;
    for (let run = 0; run < runs; run++) {
      last = timeHalves(calls);
      sums.chatty += last.chatty;
      sums.inline += last.inline;
    }
    calls = Math.round((last.calls * sums.chatty) / sums.inline);
  }
  return calls;
}
