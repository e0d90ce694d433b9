import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
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
      main 1 9 18 7 1 0
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

/** `name ncall/nactualcall tsub ttot twait nsuspend` and callers, under a function that is called by another one. */
async function disposed(body: string, resources: string): Promise<string> {
  const { profile } = await runProgram(
    `
    const file = { async [Symbol.asyncDispose]() { burn(20); await sleep(10); } };
    const plain = { [Symbol.dispose]() { burn(2); } };
    const sooner = { [Symbol.asyncDispose]() { burn(4); return sleep(8); } };
    const broken = { [Symbol.asyncDispose]() { burn(1); throw new Error('broken'); } };
    const brokenPlain = { [Symbol.dispose]() { burn(1); throw new Error('broken'); } };
    ${resources}
    async function one() { ${body} }
    async function main() { const task = one(); burn(1); await task; }`,
    { typescript: true },
  );
  const pairs = printedPairs(profile)
    .split('\n')
    .map((pair) => pair.split(' ').slice(0, 2).join(' '));
  return [printedTable(profile, ['tsub', 'ttot', 'twait', 'nsuspend']), ...pairs].join('\n');
}

test.each([
  [
    'at once, called within another function: it is the one that has declared it',
    'await using held = file;',
    `file.[Symbol.asyncDispose] 1 20 30 10 1
     main 1 1 30 9 1
     one 1 0 30 10 1
     main>one 1
     one>file.[Symbol.asyncDispose] 1`,
  ],
  [
    'after an await',
    'await using held = file; await sleep(5);',
    `file.[Symbol.asyncDispose] 1 20 30 10 1
     main 1 1 35 34 1
     one 1 0 35 15 2
     main>one 1
     one>file.[Symbol.asyncDispose] 1`,
  ],
  [
    'after an await that is rejected',
    'try { await using held = file; await Promise.reject(1); } catch { burn(3); }',
    `file.[Symbol.asyncDispose] 1 20 30 10 1
     main 1 1 34 33 1
     one 1 3 34 11 2
     main>one 1
     one>file.[Symbol.asyncDispose] 1`,
  ],
  [
    'several, the last one first, each waited for',
    'await using a = file, b = sooner; await using c = plain; await null;',
    `file.[Symbol.asyncDispose] 1 20 30 10 1
     main 1 1 45 44 1
     one 1 0 45 19 4
     plain.[Symbol.dispose] 1 2 2 0 0
     sooner.[Symbol.asyncDispose] 1 4 4 0 0
     main>one 1
     one>file.[Symbol.asyncDispose] 1
     one>plain.[Symbol.dispose] 1
     one>sooner.[Symbol.asyncDispose] 1`,
  ],
  [
    'nothing to dispose of: one wait, whatever there is of that',
    'await using a = null, b = undefined; await using c = null;',
    `main 1 1 1 0 1
     one 1 0 1 1 1
     main>one 1`,
  ],
  [
    'nothing, and something',
    'await using a = null, b = sooner, c = null; await null;',
    `main 1 1 13 12 1
     one 1 0 13 9 2
     sooner.[Symbol.asyncDispose] 1 4 4 0 0
     main>one 1
     one>sooner.[Symbol.asyncDispose] 1`,
  ],
  [
    'disposers that throw: at once, or where the engine makes a promise of it',
    'try { await using a = broken; await using b = brokenPlain; await null; } catch { burn(3); }',
    `broken.[Symbol.asyncDispose] 1 1 1 0 0
     brokenPlain.[Symbol.dispose] 1 1 1 0 0
     main 1 1 6 5 1
     one 1 3 6 1 2
     main>one 1
     one>broken.[Symbol.asyncDispose] 1
     one>brokenPlain.[Symbol.dispose] 1`,
  ],
  [
    'in the heads of loops',
    `for (await using a of [plain, sooner]) burn(1);
     for await (await using b of [sooner]) burn(1);
     { await using c = plain; burn(1); }`,
    `main 1 1 33 29 1
     one 1 4 33 17 6
     plain.[Symbol.dispose] 2 4 4 0 0
     sooner.[Symbol.asyncDispose] 2 8 8 0 0
     main>one 1
     one>plain.[Symbol.dispose] 2
     one>sooner.[Symbol.asyncDispose] 2`,
  ],
])('await using: %s', async (_, body, expected) => {
  expect(await disposed(body, '')).toBe(rows(expected));
});

test('await using: the binding is what it was, and the disposer is called on it', async () => {
  const { output } = await runProgram(
    `
    class Held {
      reads = 0;
      get [Symbol.asyncDispose]() { log('look-up ' + this.reads++); return this.close; }
      async close(...given) { log(this instanceof Held, given.length, this.reads); }
    }
    async function main() {
      const plain = () => {};
      { await using held = new Held(), named = Object.assign(() => {}, { [Symbol.dispose]() { log(this === named, 'function'); } });
        log(held instanceof Held, held.constructor.name, named.name); }
      try { await using nothing = {}; } catch (error) { log(error.constructor.name); }
      try { await using number = 5; } catch (error) { log(error.constructor.name); }
      try { { await using held = new Held(); held = 1; } } catch (error) { log(error.constructor.name); }
    }`,
    { typescript: true },
  );
  expect(lines(output)).toMatchInlineSnapshot(`
    [
      "0 look-up 0",
      "0 true Held ",
      "0 true function",
      "0 true 0 1",
      "0 TypeError",
      "0 TypeError",
      "0 look-up 0",
      "0 true 0 1",
      "0 TypeError",
    ]
  `);
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
