import type { Profile } from '@tsprof/runtime/profile';
import { runProgram } from '../../support/virtual-program.ts';

/** One unit of the cases, in ns: what FORMATS say of them is in ms. */
export const MS = 1e6;

/** Recursion that is folded: main(1) calls f(2), that calls g(4), and g calls f(3) again. */
export const recursion = (): Promise<Profile> =>
  record(`
    function main() { burn(1e6); f(true); stop(); }
    function f(isOuter) { burn(isOuter ? 2e6 : 3e6); if (isOuter) g(); }
    function g() { burn(4e6); f(false); }`);

/**
 * Coroutines: fire calls one of a and returns, both awaits two of them; each runs for 1 and waits for 10. So a takes longer
 * than fire, which called it, and two of them longer than both. The root's own time is 10.
 */
export const coroutines = (): Promise<Profile> =>
  record(`
    async function a(isLate) { if (isLate) await sleep(5e6); burn(1e6); await sleep(isLate ? 5e6 : 10e6); }
    async function both() { burn(1e6); await Promise.all([a(), a()]); }
    function fire() { burn(1e6); a(true); }
    function main() { soon(fire); soon(both); later(15e6, stop); }`);

/**
 * Coroutines with every end: query of work lives for 6, 6, 91 and 8 ms, and the last one throws; numbers is left by break; main and
 * two of load and query below it are pending.
 */
export const coroutineEnds = (): Promise<Profile> =>
  record(`
    async function query(n) { burn(1e6); await sleep(n * 1e6); if (n === 7) throw new Error('no'); }
    async function* numbers() { yield 1; await sleep(1e6); yield 2; }
    async function work() {
      for (const n of [5, 5, 90, 7]) await query(n).catch(() => 0);
      for await (const n of numbers()) break;
    }
    async function load(n) { await query(n); }
    async function main() { await tag('job', () => work()); load(60); load(70); await sleep(10e6); stop(); }`);

/** Requests that wait, block, are blocked, run and throw; one is pending. */
export const requestKinds = (): Promise<Profile> =>
  record(`
    const ms = 1e6;
    async function query(n) { await sleep(n * ms); }
    async function user() { burn(ms); await query(20); burn(ms); }
    function compute() { burn(60 * ms); }
    async function report() { await query(5); compute(); }
    async function health() { burn(ms); }
    async function broken() { await query(1); throw new Error('no'); }
    async function main() {
      const all = [tag('GET /users/:id', user), tag('GET /report', report), tag('GET /health', health)];
      await Promise.all(all);
      await sleep(100 * ms);
      try { await tag('GET /broken', broken); } catch {}
      tag('GET /users/:id', user);
      await sleep(5 * ms);
      stop();
    }`);

/** Names and files that formats, terminals and pages may stumble over, and functions that are alike. */
export const ODD_NAMES = [
  ...[
    'a',
    'a',
    'x 12',
    '<arrow:3>',
    '<arrow:3>',
    'semi;colon',
    '(7) b',
    'quote"\\back',
    '<b>&amp;</b>',
    '=1+1',
  ],
  ...[
    'new\nline',
    'esc\x1b[31m',
    'turn\u202e',
    '',
    'déjà 宽 😀',
    '__proto__',
    "a'b",
    'tab\tname',
    '*',
    'cfn=(1)',
  ],
];

/** Each of them calls the next one and takes so many ms as its place says; two arrows stand on a line. */
export async function oddNames(): Promise<Profile> {
  const calls = ODD_NAMES.map(
    (_, at) => `function f${at}() { burn(${at + 1}e6); ${at + 1 < ODD_NAMES.length ? `f${at + 1}();` : ''} }`,
  );
  const profile = await record(`${calls.join('\n')}\nfunction main() { f0(); stop(); }`);
  const rename = (name: string) => (/^f\d+$/.test(name) ? ODD_NAMES[Number(name.slice(1))]! : name);
  const arrows = profile.sites.name.flatMap((name, site) => (rename(name) === '<arrow:3>' ? [site] : []));
  const { sites } = profile;
  return {
    ...profile,
    sites: {
      ...sites,
      name: sites.name.map(rename),
      line: sites.line.map((line, site) => (arrows.includes(site) ? 3 : line)),
      column: sites.column.map((column, site) =>
        arrows.includes(site) ? 12 + 18 * arrows.indexOf(site) : column,
      ),
    },
  };
}

async function record(source: string): Promise<Profile> {
  return (await runProgram(source, { carriers: ['batch'] })).profile;
}
