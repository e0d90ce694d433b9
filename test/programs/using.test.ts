import { expect, test } from 'vitest';
import { printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, rows } from '../support/virtual-tables.ts';

test('await using: the disposer works and waits in its own call, who declared it waits for it', async () => {
  const { profile, output } = await runProgram(
    `
    const resource = { async [Symbol.asyncDispose]() { burn(2); await sleep(3); burn(4); log('disposed'); } };
    async function main() {
      { await using held = resource; burn(1); }
      log('after');
      burn(8);
    }`,
    { typescript: true },
  );
  expect(lines(output)).toEqual(['10 disposed', '10 after']);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'pending'])).toBe(
    rows(`
      main 1 9 18 9 1 0
      resource.[Symbol.asyncDispose] 1 6 9 3 1 0`),
  );
});

test('await using whose block throws, and whose disposer rejects', async () => {
  const { profile, output } = await runProgram(
    `
    const broken = { async [Symbol.asyncDispose]() { await sleep(5); throw new Error('disposer'); } };
    async function main() {
      try { await using held = broken; burn(1); throw new Error('block'); } catch (error) {
        burn(2);
        log(error.error.message, error.suppressed.message);
      }
      await sleep(10);
    }`,
    { typescript: true },
  );
  expect(lines(output)).toEqual(['8 disposer block']);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend', 'pending'])).toBe(
    rows(`
      broken.[Symbol.asyncDispose] 1 0 5 5 1 0
      main 1 3 18 15 2 0`),
  );
});

test('using: the disposer is called by who declared it', async () => {
  const { profile } = await runProgram(
    `
    const resource = { [Symbol.dispose]() { burn(2); } };
    function main() { { using held = resource; burn(1); } burn(4); }`,
    { typescript: true },
  );
  expect(printedTable(profile)).toBe(
    rows(`
      main 1 5 7
      resource.[Symbol.dispose] 1 2 2`),
  );
});
