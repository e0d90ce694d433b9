import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/** Parameters of generators are evaluated when they are called: time and callees of theirs, but no call. */
const PROGRAM = `
  function costs(n, look) { burn(n); look?.(); return n; }
  function* numbers(a = costs(1), { b = costs(2, snapshot) } = {}) { burn(4); yield a + b; }`;

test('a profile taken while parameters are evaluated: nothing is pending that is no call', async () => {
  const { profile, snapshots } = await runProgram(`${PROGRAM}
    function main() { const it = numbers(); burn(8); log(it.next().value); }`);
  expect(printedTable(snapshots[0]!, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      costs 2 3 3 1
      main 1 0 3 1
      numbers 0 0 3 0`),
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'tmin', 'tmax', 'pending'])).toBe(
    rows(`
      costs 2 3 3 1 2 0
      main 1 8 15 15 15 0
      numbers 1 4 7 4 4 1`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>numbers 1 4 7
      numbers>costs 2 3 3`),
  );
});

test('cleared while parameters are evaluated', async () => {
  const { profile } = await runProgram(`${PROGRAM}
    function* cleared(a = costs(1, clear), b = costs(2)) { burn(4); yield a + b; }
    function main() { const it = cleared(); burn(8); it.next(); it.return(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'tmin', 'tmax', 'pending'])).toBe(
    rows(`
      cleared 1 4 6 4 4 0
      costs 2 2 2 0 2 0
      main 1 8 14 14 14 0`),
  );
});

test('profiling starts while parameters are evaluated, called by the very same generator', async () => {
  const { profile } = await runProgram(
    `
    function on() { start(); burn(1); }
    function* numbers(n, a = n === 0 && on()) { if (n > 0) { numbers(n - 1); burn(2); } yield n; burn(4); }
    function main() { for (const n of numbers(1)) burn(8); }`,
    { autostart: false },
  );
  expect(printedTable(profile, ['tsub', 'ttot', 'late', 'pending'])).toBe('numbers 1 7 7 1 0');
  expect(profile.threads[0]).toMatchObject({ elapsed: 15, rootSelf: 8 });
});

test('a parameter that throws: its time is kept, there is no call', async () => {
  const { profile, thrown } = await runProgram(`
    function throws() { burn(1); throw new Error('no parameter'); }
    function* numbers(a = throws()) { yield a; }
    function main() { numbers(); }`);
  expect(thrown).toBe('Error: no parameter');
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      main 1 0 1 0
      numbers 0 0 1 0
      throws 1 1 1 0`),
  );
});

test('a generator that runs inside its own parameters: no time is told twice', async () => {
  const { profile } = await runProgram(`
    function* numbers(n, rest = n > 0 ? [...numbers(n - 1)] : []) { burn(1); yield n; burn(2); }
    function main() { numbers(2).next(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'pending'])).toBe(
    rows(`
      main 1 0 7 0
      numbers 3/1 7 7 1`),
  );
});

test('parameters of one while another waits that is above it on the path: no time is told twice', async () => {
  const { profile } = await runProgram(`
    async function* numbers(n, cost = burn(1)) { if (n > 0) await make(); yield n; }
    async function make() { await sleep(5); numbers(0); await sleep(5); }
    async function main() { await numbers(1).next(); }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait'])).toBe(
    rows(`
      main 1 0 12 11
      make 1 0 11 10
      numbers 1 2 12 11`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>numbers 1 1 12
      make>numbers 0 1 1
      numbers>make 1 0 11`),
  );
});
