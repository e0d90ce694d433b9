import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { mergeProfiles } from '../../runtime/src/profile/merge.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { createRealm } from '../../runtime/src/realm.ts';
import { Session } from '../../runtime/src/session/session.ts';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { createVirtualLoop } from '../support/virtual-loop.ts';
import { CARRIERS } from '../support/virtual-carriers.ts';
import { runProgram } from '../support/virtual-program.ts';
import { printedTree, rows } from '../support/virtual-tables.ts';

/** What the peers' own test suites check, said anew for JavaScript. (PARITY section 5.) */

/** `name ncall/nactualcall ttot` of what ran under a tag, in the order of the profile. */
function tagged(profile: Profile, tag: string): string[] {
  return profileStats(profile, { tag }).functions.map(({ name, ncall, nactualcall, ttot }) =>
    [name, ncall === nactualcall ? ncall : `${ncall}/${nactualcall}`, ttot].join(' '),
  );
}

const HELPERS = `
  function burn_cpu(n) { burn(n); }
  function time_sleep(n) { block(n); }
  function burn_io(n) { time_sleep(n); }
  async function async_sleep(n) { await sleep(n); }`;

test('asyncio: recursive coroutine', async () => {
  const { profile } = await runProgram(`${HELPERS}
    async function a(n) {
      if (n <= 0) return;
      await async_sleep(1);
      burn_cpu(1);
      await a(n - 1);
      await a(n - 2);
    }
    async function main() { await a(3); }`);
  expect(printedTable(profile)).toBe(
    rows(`
      a 9/1 0 8
      async_sleep 4 0 4
      burn_cpu 4 4 4
      main 1 0 8`),
  );
});

const BASIC = `${HELPERS}
  async function a() {
    await async_sleep(1);
    burn_io(1);
    burn_cpu(3);
    await async_sleep(1);
    burn_io(1);
    await async_sleep(1);
  }`;

test('asyncio: a coroutine that waits, blocks and burns, twice in a row', async () => {
  const { profile } = await runProgram(`${BASIC}
    async function main() { await a(); await a(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait'])).toBe(
    rows(`
      a 2 0 16 6
      async_sleep 6 0 6 6
      burn_cpu 2 6 6 0
      burn_io 4 0 4 0
      main 1 0 16 16
      time_sleep 4 4 4 0`),
  );
});

test('gevent: the same two at once', async () => {
  const { profile } = await runProgram(`${BASIC}
    async function main() { await Promise.all([a(), a()]); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait'])).toBe(
    rows(`
      a 2 0 23 13
      async_sleep 6 0 13 13
      burn_cpu 2 6 6 0
      burn_io 4 0 4 0
      main 1 0 12 12
      time_sleep 4 4 4 0`),
  );
});

test('asyncio: loops in three threads under a tag each, a driver in a fourth', async () => {
  const runs = [
    `async function main() { await driver(); } async function driver() { await sleep(35); }`,
    `async function a() { await async_sleep(4); burn_cpu(4); }
     async function main() { await tag('1', a); }`,
    `async function recursive_a(n) {
       if (n === 0) return;
       await async_sleep(3);
       burn_io(4);
       await recursive_a(n - 1);
     }
     async function main() { await tag('2', recursive_a.bind(null, 5)); }`,
    `async function a() { await async_sleep(4); burn_cpu(4); }
     async function b() { await a(); }
     async function main() { await tag('3', b); }`,
  ];
  const inputs = [];
  for (const run of runs) {
    const { profile } = await runProgram(`${HELPERS}\n${run}`);
    inputs.push({ name: `thread ${inputs.length}`, profile });
  }
  const merged = mergeProfiles(inputs);
  const byName = new Map<string, number[]>();
  for (const { name, ncall, nactualcall, ttot } of profileStats(merged).functions) {
    const known = byName.get(name) ?? [0, 0, 0];
    byName.set(name, [known[0]! + ncall, known[1]! + nactualcall, known[2]! + ttot]);
  }
  expect(Object.fromEntries(byName)).toMatchObject({
    driver: [1, 1, 35],
    recursive_a: [6, 1, 35],
    async_sleep: [7, 7, 23],
    burn_io: [5, 5, 20],
    a: [2, 2, 16],
    burn_cpu: [2, 2, 8],
    b: [1, 1, 8],
  });
  expect(tagged(merged, '2')).toEqual([
    'recursive_a 6/1 35',
    'async_sleep 5 15',
    'burn_io 5 20',
    'time_sleep 5 20',
  ]);
  expect(merged.threads.map(({ id, elapsed }) => [id, elapsed])).toEqual([
    ['1.0', 35],
    ['1.0#2', 8],
    ['1.0#3', 35],
    ['1.0#4', 8],
  ]);
  const [second] = profileStats(merged, { threads: ['1.0#2'] }).threads;
  expect(second!.thread.elapsed).toBe(8);
});

test('context_vars: five tasks, each under a tag, wait side by side', async () => {
  const { profile } = await runProgram(`
    async function task() { await sleep(2); burn(1); }
    async function main() { await Promise.all(['1', '2', '3', '4', '5'].map(tagTask)); }
    function tagTask(label) { return tag(label, task); }`);
  for (const [label, ttot] of [3, 4, 5, 6, 7].entries()) {
    expect(tagged(profile, `${label + 1}`)).toEqual([`task 1 ${ttot}`]);
  }
  expect(printedTable(profile, ['tsub', 'ttot', 'twait']).split('\n').at(-2)).toBe('tagTask 5 0 0 0');
});

test('tags: swapped on the way, odd ones, a new one for each call', async () => {
  const { profile } = await runProgram(`
    function a() { burn(1); }
    function main() {
      a();
      tag('1', a);
      tag('-1', a);
      for (let i = 10; i < 13; i++) tag(String(i), a);
    }`);
  for (const label of ['1', '-1', '10', '11', '12']) expect(tagged(profile, label)).toEqual(['a 1 1']);
  expect(
    printedTable(profile)
      .split('\n')
      .filter((row) => row.startsWith('a ')),
  ).toEqual(['a 6 6 6']);
});

test('tags: twenty threads that block and five that burn, one tag each', async () => {
  const inputs = [];
  for (let thread = 1; thread <= 20; thread++) {
    const { profile } = await runProgram(`${HELPERS}
      function main() {
        tag('${thread}', burn_io.bind(null, 1));
        if (${thread} <= 5) tag('${thread}', burn_cpu.bind(null, 1));
      }`);
    inputs.push({ name: `thread ${thread}`, profile });
  }
  const merged = mergeProfiles(inputs);
  const figures = profileStats(merged).functions.map(({ name, ncall, ttot }) => [name, ncall, ttot]);
  expect(figures).toContainEqual(['burn_io', 20, 20]);
  expect(figures).toContainEqual(['burn_cpu', 5, 5]);
  expect(tagged(merged, '3')).toEqual(['burn_io 1 1', 'time_sleep 1 1', 'burn_cpu 1 1']);
  expect(tagged(merged, '6')).toEqual(['burn_io 1 1', 'time_sleep 1 1']);
});

test('gevent: a spawns a twice, and nobody waits for it', async () => {
  const { profile } = await runProgram(
    `${HELPERS}
    async function a(n) {
      if (n <= 0) return;
      await async_sleep(1);
      burn_cpu(1);
      a(n - 1);
      a(n - 2);
    }
    async function main() { await a(3); }`,
    { estimated: true },
  );
  // The outermost a is over at 2. What it has spawned goes on until 6: that is added, once.
  expect(printedTable(profile)).toBe(
    rows(`
      a 9/1 0 6
      async_sleep 4 0 5
      burn_cpu 4 4 4
      main 1 0 2`),
  );
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 4
      main > a 9 0 4
      main > a > burn_cpu 4 4 4
      main > a > async_sleep 4 0 0`),
  );
});

test('gevent: a recursive function in two tasks that take turns', async () => {
  const { profile } = await runProgram(`${HELPERS}
    async function a(n) {
      if (n <= 0) return;
      await yieldNow();
      burn_cpu(1);
      await a(n - 1);
      await a(n - 2);
    }
    async function three() { await a(3); }
    async function four() { await a(4); }
    async function main() { await Promise.all([three(), four()]); }`);
  expect(printedTable(profile)).toBe(
    rows(`
      a 24/2 0 18
      burn_cpu 11 11 11
      four 1 0 11
      main 1 0 11
      three 1 0 7`),
  );
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 11
      main > four 1 0 7
      main > four > a 15 0 7
      main > four > a > burn_cpu 7 7 7
      main > three 1 0 4
      main > three > a 9 0 4
      main > three > a > burn_cpu 4 4 4`),
  );
});

test('gevent: recursion that throws after it has given way', async () => {
  const { profile, thrown } = await runProgram(`${HELPERS}
    async function a(n) {
      burn_cpu(1);
      await yieldNow();
      if (n === 1) throw new Error('bottom');
      await a(n - 1);
    }
    async function main() { await a(4); }`);
  expect(thrown).toBe('Error: bottom');
  expect(printedTable(profile)).toBe(
    rows(`
      a 4/1 0 4
      burn_cpu 4 4 4
      main 1 0 4`),
  );
});

test('gevent: three frames wait when profiling starts', async () => {
  const { profile } = await runProgram(
    `${HELPERS}
    async function a_inner_3() { burn_cpu(1); }
    async function a_3() { await sleep(5); await a_inner_3(); }
    async function a_2() { await a_3(); burn_cpu(1); }
    async function a_1() { await a_2(); burn_cpu(1); }
    async function main() { const task = a_1(); start(); await task; }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'late'])).toBe(
    rows(`
      a_1 1 0 8 1
      a_2 1 0 7 1
      a_3 1 0 6 1
      a_inner_3 1 0 1 0
      burn_cpu 3 3 3 0
      main 1 0 8 1`),
  );
});

test('gevent: many switches between four tasks', async () => {
  const { profile } = await runProgram(`${HELPERS}
    async function common() {
      burn_cpu(1);
      for (let i = 0; i < 200; i++) await yieldNow();
      burn_cpu(1);
    }
    async function a() { await common(); }
    async function b() { await common(); }
    async function main() { await Promise.all([a(), b(), a(), b()]); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'nsuspend'])).toBe(
    rows(`
      a 2 0 10 2
      b 2 0 10 2
      burn_cpu 8 8 8 0
      common 4 0 20 800
      main 1 0 8 1`),
  );
});

test("GreenletProfiler: three levels, of which the lowest spins in others' stead", async () => {
  const { profile } = await runProgram(`
    function spin(n) { burn(n); }
    async function c() { spin(7); }
    async function b() { spin(5); await yieldNow(); await c(); }
    async function a() { await yieldNow(); await b(); spin(1); }
    async function main() { const task = a(); spin(2); await yieldNow(); spin(3); await task; }`);
  expect(printedPairs(profile)).toBe(
    rows(`
      a>b 1 0 15
      a>spin 1 1 1
      b>c 1 0 7
      b>spin 1 5 5
      c>spin 1 7 7
      main>a 1 0 18
      main>spin 2 5 5`),
  );
  expect(printedTable(profile, ['tsub'])).toBe(
    rows(`
      a 1 0
      b 1 0
      c 1 0
      main 1 0
      spin 5 18`),
  );
});

test('GreenletProfiler: two functions called again and again in turns', async () => {
  const { profile } = await runProgram(`
    function spin() { burn(1); }
    async function r() { await yieldNow(); spin(); await yieldNow(); }
    async function s() { await yieldNow(); spin(); await yieldNow(); }
    async function rs() { for (let i = 0; i < 10; i++) await r(); }
    async function ss() { for (let i = 0; i < 2; i++) await s(); }
    async function main() { await Promise.all([rs(), ss()]); }`);
  // What r and s took themselves: ttot less twait is ten, and two.
  expect(printedTable(profile, ['ttot', 'twait'])).toBe(
    rows(`
      main 1 12 12
      r 10 12 2
      rs 1 12 12
      s 2 4 2
      spin 12 12 0
      ss 1 4 4`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>rs 1 0 12
      main>ss 1 0 4
      r>spin 10 10 10
      rs>r 10 0 12
      s>spin 2 2 2
      ss>s 2 0 4`),
  );
});

test('hooks: contexts 0, 1, 2 and 1 again', async () => {
  const { profile } = await runProgram(`
    function a() { burn(1); }
    function main() { for (const context of ['0', '1', '2', '1']) tag(context, a); }`);
  expect(['0', '1', '2'].map((label) => tagged(profile, label))).toEqual([['a 1 1'], ['a 2 2'], ['a 1 1']]);
  expect(printedTable(profile, ['tsub'])).toBe(
    rows(`
      [tag 0] 1 0
      [tag 1] 2 0
      [tag 2] 1 0
      a 4 4
      main 1 0`),
  );
});

test('hooks: what a tagged function throws goes through, and the tag ends', async () => {
  const { profile, thrown } = await runProgram(`
    function broken() { burn(1); throw new Error('broken'); }
    function after() { burn(2); }
    function main() { try { tag('x', broken); } finally { after(); } }`);
  expect(thrown).toBe('Error: broken');
  expect(tagged(profile, 'x')).toEqual(['broken 1 1']);
  expect(printedPairs(profile)).toBe(
    rows(`
      [tag x]>broken 1 1 1
      main>[tag x] 1 0 1
      main>after 1 2 2`),
  );
});

test('gevent: another clock while there are sums in one is an error', () => {
  const realm = createRealm();
  const session = new Session(realm, (_realm, clock) => ({
    ...CARRIERS.batch(realm, createVirtualLoop()),
    clock: clock === 'auto' ? 'exact' : clock,
    profile: () => Promise.reject(new Error('not asked for')),
  }));
  session.start({ clock: 'exact' });
  session.stop();
  expect(() => session.start({ clock: 'cpu' })).toThrow("The clock is 'exact' since profiling first started");
  session.clear();
  session.start({ clock: 'cpu' });
  expect(session.isRunning()).toBe(true);
  session.stop();
});
