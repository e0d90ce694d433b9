import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';
import { lines, rows } from '../support/virtual-tables.ts';

const COLUMNS = ['tsub', 'ttot', 'twait', 'nsuspend', 'pending'] as const;

test('rejected awaits in nested try, catch and finally blocks inside loops', async () => {
  const { profile, output } = await runProgram(`
    function handle(what) { burn(1); log(what); }
    async function flaky(i) { await sleep(5); burn(2); if (i % 2) throw new Error('odd ' + i); return i; }
    async function main() {
      for (let i = 0; i < 3; i++) {
        try {
          try {
            log(await flaky(i));
            await fail(7, 'always');
          } catch (error) {
            handle(error.message);
            await fail(3, 'in the handler');
          } finally {
            burn(10);
            await sleep(1);
            burn(20);
          }
        } catch (error) {
          handle(error.message);
          if (i === 1) continue;
          burn(40);
        } finally {
          burn(100);
        }
      }
    }`);
  expect(lines(output)).toEqual([
    '7 0',
    '15 always',
    '50 in the handler',
    '198 odd 1',
    '233 in the handler',
    '340 2',
    '348 always',
    '383 in the handler',
  ]);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      flaky 3 6 21 15 3 0
      handle 6 6 6 0 0 0
      main 1 470 523 47 11 0`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      main>flaky 3 6 21
      main>handle 6 6 6`),
  );
});

test('finally that overrides: a return, a throw, a break', async () => {
  const { profile, result, output } = await runProgram(`
    async function returns() { try { await fail(1, 'lost'); } finally { burn(1); return 'r'; } }
    async function throws() { try { return await sleep(2, 'lost'); } finally { burn(2); throw new Error('t'); } }
    async function breaks() { for (;;) try { await fail(4, 'lost'); } finally { burn(4); break; } return 'b'; }
    function plain() { try { throw new Error('lost'); } finally { burn(8); return 'p'; } }
    async function main() {
      let caught;
      try { await throws(); } catch (error) { caught = error.message; }
      return [await returns(), caught, await breaks(), plain()].join();
    }`);
  expect(result).toBe('r,t,b,p');
  expect(output).toEqual([]);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      breaks 1 4 8 4 1 0
      main 1 0 22 14 3 0
      plain 1 8 8 0 0 0
      returns 1 1 2 1 1 0
      throws 1 2 4 2 1 0`),
  );
});

test('an error through many frames, plain and asynchronous', async () => {
  const { profile, thrown } = await runProgram(`
    function plain(n) { burn(1); if (n === 0) throw new Error('deep'); plain(n - 1); }
    async function waits(n) { await sleep(1); if (n === 0) plain(3); await waits(n - 1); }
    async function main() { await waits(3); }`);
  expect(thrown).toBe('Error: deep');
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      main 1 0 8 8 1 0
      plain 4/1 4 4 0 0 0
      waits 4/1 0 8 8 7 0`),
  );
});

test('an error before the first await rejects as well', async () => {
  const { profile, output } = await runProgram(`
    async function early() { burn(1); throw new Error('early'); }
    async function parameters({ x } = burn(2)) { return x; }
    async function main() {
      await early().catch(note);
      await parameters().catch(note);
    }
    function note(error) { log(error.constructor.name); }`);
  expect(lines(output)).toEqual(['1 Error', '3 TypeError']);
  expect(printedTable(profile, COLUMNS)).toBe(
    rows(`
      early 1 1 1 0 0 0
      main 1 0 3 0 2 0
      note 2 0 0 0 0 0
      parameters 1 2 2 0 0 0`),
  );
});

test('a stack overflow that is caught leaves the stack straight', async () => {
  // How deep it goes is not the same with probes: nothing may depend on it but the number of calls.
  const source = `
    function deep() { deep(); }
    function after() { burn(2); }
    function overflow() { try { deep(); } catch (error) { log(error instanceof RangeError); } after(); }
    async function main() { overflow(); await sleep(1); overflow(); burn(4); }`;
  const { profile } = await runProgram(source, { carriers: ['batch'], overflows: true });
  expect(printedTable(profile, ['tsub', 'ttot', 'pending']).replace(/deep \d+\/2/, 'deep many/2')).toBe(
    rows(`
      after 2 4 4 0
      deep many/2 0 0 0
      main 1 4 9 0
      overflow 2 0 4 0`),
  );
  await runProgram(source, { carriers: ['ring'], overflows: true });
});

test('an overflow in a coroutine, another in a generator', async () => {
  const source = `
    async function deep(n) { await null; return deeper(n); }
    function deeper(n) { return deeper(n + 1); }
    function* endless() { yield* endless(); }
    async function main() {
      try { await deep(0); } catch (error) { log(error instanceof RangeError); }
      try { endless().next(); } catch (error) { log(error instanceof RangeError); }
      burn(1);
    }`;
  const { profile } = await runProgram(source, { carriers: ['batch'], overflows: true });
  const { threads } = profile;
  expect(printedTable(profile, ['tsub', 'pending']).replace(/\d+\/1/g, 'many/1')).toBe(
    rows(`
      deep 1 0 0
      deeper many/1 0 0
      endless many/1 0 0
      main 1 1 0`),
  );
  expect(threads[0]!.elapsed).toBe(1);
});
