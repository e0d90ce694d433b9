import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { printedTree, rows } from '../support/virtual-tables.ts';

test("the Yappi document's program: foo burns, waits, blocks and waits again", async () => {
  const { profile, ended } = await runProgram(`
    function burn_cpu(n) { burn(n); }
    function burn_io(n) { block(n); }
    async function burn_async_io(n) { await sleep(n); }
    async function foo() {
      burn_cpu(1);
      await burn_async_io(1);
      burn_io(1);
      await burn_async_io(1);
    }
    async function main() { await foo(); }`);
  expect(ended).toBe(4);
  expect(printedTable(profile, ['tsub', 'ttot', 'tavg', 'twait'])).toBe(
    rows(`
      burn_async_io 2 0 2 1 2
      burn_cpu 1 1 1 1 0
      burn_io 1 1 1 1 0
      foo 1 0 4 4 2
      main 1 0 4 4 3`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      foo>burn_async_io 2 0 2
      foo>burn_cpu 1 1 1
      foo>burn_io 1 1 1
      main>foo 1 0 4`),
  );
  expect(profile.threads[0]).toMatchObject({ elapsed: 4, rootSelf: 2 });
});

test('the same in real units, where a time takes two words of the log', async () => {
  const { profile } = await runProgram(`
    async function nap() { await sleep(1e9); }
    async function main() { burn(1e9); await nap(); burn(2 ** 27); burn(2 ** 27 - 1); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait'])).toBe(
    rows(`
      main 1 1268435455 2268435455 1000000000
      nap 1 0 1000000000 1000000000`),
  );
});

test("GreenletProfiler's program: two loops of 20 and 10 rounds that take turns", async () => {
  const { profile } = await runProgram(`
    function spin() { burn(1); }
    async function pause() { await yieldNow(); }
    async function foo() { for (let i = 0; i < 20; i++) { spin(); await pause(); } }
    async function bar() { for (let i = 0; i < 10; i++) { spin(); await pause(); } }
    async function main() { await Promise.all([foo(), bar()]); }`);
  expect(printedPairs(profile)).toBe(
    rows(`
      bar>pause 10 0 10
      bar>spin 10 10 10
      foo>pause 20 0 10
      foo>spin 20 20 20
      main>bar 1 0 20
      main>foo 1 0 30`),
  );
  expect(printedTable(profile)).toBe(
    rows(`
      bar 1 0 20
      foo 1 0 30
      main 1 0 30
      pause 30 0 20
      spin 30 30 30`),
  );
});

test('the same with the spinning in the loops themselves: foo has twice what bar has', async () => {
  const { profile } = await runProgram(`
    async function pause() { await yieldNow(); }
    async function foo() { for (let i = 0; i < 20; i++) { burn(1); await pause(); } }
    async function bar() { for (let i = 0; i < 10; i++) { burn(1); await pause(); } }
    async function main() { await Promise.all([foo(), bar()]); }`);
  expect(printedTable(profile, ['tsub'])).toBe(
    rows(`
      bar 1 10
      foo 1 20
      main 1 0
      pause 30 0`),
  );
});

test('SnakeViz 112: what c takes is known for each way to get there', async () => {
  const { profile } = await runProgram(`
    function c(n) { burn(n); }
    function d(n) { burn(n); }
    function a(x, y) { c(x); d(y); }
    function b() { a(1, 4); }
    function main() { a(4, 1); b(); }`);
  expect(printedTree(profile)).toBe(
    rows(`
      main 1 0 10
      main > a 1 0 5
      main > a > c 1 4 4
      main > a > d 1 1 1
      main > b 1 0 5
      main > b > a 1 0 5
      main > b > a > d 1 4 4
      main > b > a > c 1 1 1`),
  );
});
