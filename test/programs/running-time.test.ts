import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'trun'] as const;

test('recursion folded: each node counts once', async () => {
  const { profile } = await runProgram(`
    function f(n) { burn(n === 0 ? 3 : 2); if (n > 0) g(n); }
    function g(n) { burn(4); f(n - 1); }
    function main() { burn(1); f(1); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      f 2/1 5 9 0 9
      g 1 4 7 0 7
      main 1 1 10 0 10`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      f>g 1 4 7
      g>f 1 3 3
      main>f 1 2 9`),
  );
});

test('coroutines: running time has no waiting in it, and adds up where totals overlap', async () => {
  const { profile } = await runProgram(`
    async function a(isFirst) { if (!isFirst) burn(1); await sleep(10); if (isFirst) burn(1); }
    function fire() { burn(1); a(true); }
    async function both() { burn(1); await Promise.all([a(), a()]); }
    function start() { fire(); both(); }
    function main() { sleep(1).then(start); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      a 3 3 33 30 3
      both 1 1 13 10 3
      fire 1 1 1 0 2
      main 1 0 0 0 0
      start 1 0 4 0 5`),
  );
  expect(profile.threads[0]).toMatchObject({ elapsed: 15, rootSelf: 10 });
});

test('recursion that is folded: what an inner call calls is below the outer one', async () => {
  const { profile } = await runProgram(`
    function x() { burn(8); }
    function f(n) { burn(1); if (n > 0) g(n); else x(); }
    function g(n) { burn(2); f(n - 1); }
    function main() { f(1); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'trun'])).toBe(
    rows(`
      f 2/1 2 12 12
      g 1 2 11 3
      main 1 0 12 12
      x 1 8 8 8`),
  );
});

test('what a coroutine calls after it has waited is below it', async () => {
  const { profile } = await runProgram(`
    function work() { burn(4); }
    async function late() { await sleep(10); work(); }
    function main() { late(); burn(1); }`);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      late 1 0 14 10 4
      main 1 1 1 0 5
      work 1 4 4 0 4`),
  );
});
