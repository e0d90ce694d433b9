import { expect, test } from 'vitest';
import { createContexts, schedule, setContext } from '../../runtime/src/replay/contexts.ts';
import { createStack } from '../../runtime/src/replay/stack.ts';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait'] as const;

test('what a timer calls hangs below what has set it, and is no part of its time', async () => {
  const { profile } = await runProgram(
    `
    function tick() { burn(3); }
    function start() { burn(1); later(10, tick); }
    function main() { start(); }`,
    { parents: true },
  );
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 0 1 0
      start 1 1 1 0
      tick 1 3 3 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>start 1 1 1
      start>tick 1 3 3`),
  );
});

test('a timer that sets itself again is one node, and each call of it an actual one', async () => {
  const { profile } = await runProgram(
    `
    let left = 300;
    function tick() { burn(2); if (--left > 0) later(5, tick); }
    function main() { later(5, tick); }`,
    { parents: true },
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>tick 1 2 2
      tick>tick 299 598 598`),
  );
  expect(printedTable(profile)).toContain('tick 300 600 600');
  expect(profile.threads[0]!.nodes.site.length).toBe(3);
});

test('two that set each other are two nodes; recursion within a callback still is one', async () => {
  const { profile } = await runProgram(
    `
    let left = 6;
    function down(n) { burn(1); if (n > 0) down(n - 1); }
    function ping() { down(2); if (--left > 0) later(1, pong); }
    function pong() { burn(1); if (--left > 0) later(1, ping); }
    function main() { later(1, ping); }`,
    { parents: true },
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      down>down 6/3 6 6
      main>ping 1 0 3
      ping>down 3 3 9
      ping>pong 3 3 3
      pong>ping 2 0 6`),
  );
  expect(profile.threads[0]!.nodes.site.length).toBe(5);
});

test('coroutines that a callback starts, and what they schedule once they have gone on', async () => {
  const { profile } = await runProgram(
    `
    function done() { burn(1); }
    async function job() { await sleep(4); burn(2); later(3, done); }
    function start() { later(1, job); }
    function main() { start(); }`,
    { parents: true },
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      job>done 1 1 1
      main>start 1 0 0
      start>job 1 2 6`),
  );
});

test('what was set while profiling was off, or by nobody, hangs below the event loop', async () => {
  const { profile } = await runProgram(
    `
    function early() { burn(1); }
    function late() { burn(2); }
    function set() { later(1, early); start(); later(2, late); }
    function main() { set(); }`,
    { parents: true, autostart: false },
  );
  expect(printedTable(profile)).toBe('early 1 1 1\nlate 1 2 2');
  expect(printedPairs(profile)).toBe('');
});

test('what is set by what was called after profiling has started, within a function from before', async () => {
  const { profile } = await runProgram(
    `
    function tick() { burn(3); }
    function set() { later(1, tick); }
    function main() { start(); set(); }`,
    { parents: true, autostart: false },
  );
  expect(printedPairs(profile)).toBe('set>tick 1 3 3');
});

test('contexts that may be long in coming are forgotten once there have been 131072 others, unless they are used', () => {
  const contexts = createContexts();
  const stack = createStack();
  const nodeOf = (context: number): number => {
    setContext(contexts, stack, context);
    const node = stack.node[0]!;
    stack.node[0] = 0;
    return node;
  };
  const scheduleAt = (node: number, context: number, isLate: boolean): void => {
    stack.node[0] = node;
    schedule(contexts, stack, context * 2 + (isLate ? 1 : 0));
  };
  scheduleAt(7, 1, true);
  scheduleAt(8, 2, true);
  for (let context = 3; context <= 65_537; context++) scheduleAt(9, context, true);
  expect(nodeOf(1)).toBe(7);
  for (let context = 65_538; context <= 131_073; context++) scheduleAt(9, context, true);
  expect([nodeOf(1), nodeOf(2), nodeOf(3), nodeOf(131_073)]).toEqual([7, 0, 0, 9]);

  scheduleAt(5, 200_000, false);
  expect(nodeOf(200_000)).toBe(5);
  scheduleAt(6, 200_000 + 2 ** 14, false);
  expect([nodeOf(200_000), nodeOf(200_000 + 2 ** 14)]).toEqual([0, 6]);
});
