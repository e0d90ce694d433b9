import { expect, test } from 'vitest';
import type { Profile } from '../../runtime/src/profile/format.ts';
import { awaitStats } from '../../runtime/src/profile/await-stats.ts';
import { requestStats } from '../../runtime/src/profile/request-stats.ts';
import { profileStats } from '../../runtime/src/profile/stats.ts';
import { runProgram, type RunOptions } from '../support/virtual-program.ts';
import { rows } from '../support/virtual-tables.ts';

/*
 * Blocks of code: `using p = profiled('name')` is timed like a function that is called there. Times in units of the host's clock.
 */

const USING: RunOptions = { typescript: true };

/** `name ncall tsub ttot twait`, by name. */
function table(profile: Profile): string {
  return profileStats(profile)
    .functions.map(({ name, ncall, tsub, ttot, twait }) => [name, ncall, tsub, ttot, twait].join(' '))
    .sort()
    .join('\n');
}

/** The same with the functions that are called from a function of this name. */
function callees(profile: Profile, caller: string): readonly string[] {
  const found = profileStats(profile).functions.find(({ name }) => name === caller)!;
  return found.callees.map(({ place: { name }, ncall }) => `${name} ${ncall}`).sort();
}

test('in a plain function: what it calls from there on hangs below the block', async () => {
  const { profile } = await runProgram(
    `function inner() { burn(3); }
     function main() {
       burn(1);
       inner();
       { using p = profiled('block'); burn(2); inner(); }
       burn(4);
     }`,
    USING,
  );
  expect(table(profile)).toBe(
    rows(`
      [tag block] 1 2 5 0
      inner 2 6 6 0
      main 1 5 13 0`),
  );
  expect(callees(profile, 'main')).toEqual(['[tag block] 1', 'inner 1']);
});

test('across awaits: it waits where its function does, and what runs afterwards hangs below it again', async () => {
  const { profile } = await runProgram(
    `function inner() { burn(3); }
     async function wait() { burn(1); await sleep(10); burn(2); }
     async function main() {
       burn(1);
       { using p = profiled('block'); burn(2); inner(); await wait(); burn(5); inner(); await sleep(7); inner(); }
       burn(4); await sleep(6); inner();
     }`,
    USING,
  );
  // The block: 2 + 3, then wait() runs for 1 and waits for 10, goes on for 2; 5 + 3, 7 of sleep, 3.
  expect(table(profile)).toBe(
    rows(`
      [tag block] 1 7 36 19
      inner 4 12 12 0
      main 1 5 50 25
      wait 1 3 13 10`),
  );
  expect(callees(profile, '[tag block]')).toEqual(['inner 3', 'wait 1']);
  expect(requestStats(profile)).toMatchObject([{ tag: 'block', count: 1, wall: 36, tsub: 19, twait: 17 }]);
});

test('nested, and several at once', async () => {
  const { profile } = await runProgram(
    `function inner(n) { burn(n); }
     async function job(n) {
       using p = profiled('outer');
       burn(1);
       await sleep(10 * n);
       { using q = profiled('within'); inner(n); await sleep(5); inner(n); }
       burn(2);
       await sleep(1);
     }
     async function main() { await Promise.all([job(1), job(2), job(3)]); }`,
    USING,
  );
  // Jobs start at 0, 1 and 2; timers are due at 11, 22 and 33 (the first jobs do not run into the others).
  expect(table(profile)).toMatch(/^\[tag outer\] 3 9 /);
  expect(table(profile)).toMatch(/^\[tag within\] 3 0 /m);
  expect(table(profile)).toMatch(/^inner 6 12 12 0$/m);
  expect(callees(profile, 'job')).toEqual(['[tag outer] 3']);
  expect(callees(profile, '[tag outer]')).toEqual(['[tag within] 3']);
  expect(callees(profile, '[tag within]')).toEqual(['inner 6']);
});

test('errors: thrown, rejected, caught within', async () => {
  const { profile, output } = await runProgram(
    `function throws() { burn(2); throw new Error('thrown'); }
     async function main() {
       try { using p = profiled('thrown'); throws(); } catch (error) { log(error.message); burn(1); }
       try { using p = profiled('rejected'); await fail(3, 'rejected'); } catch (error) { log(error.message); burn(1); }
       {
         using p = profiled('goes on');
         try { throws(); } catch (error) { burn(4); }
         try { await fail(5, 'later'); } catch (error) { burn(6); }
         throws.call();
       }
     }`,
    USING,
  );
  expect(output.map((line) => line.replace(/^\S+ /, ''))).toEqual(['thrown', 'rejected']);
  expect(table(profile)).toBe(
    rows(`
      [tag goes on] 1 10 19 5
      [tag rejected] 1 0 3 3
      [tag thrown] 1 0 2 0
      main 1 2 26 8
      throws 3 6 6 0`),
  );
});

test('in generators: parked while they are', async () => {
  const { profile } = await runProgram(
    `function inner() { burn(3); }
     function* numbers() {
       using p = profiled('block');
       burn(1); yield 1; inner(); yield 2; burn(2);
     }
     async function* later() {
       using p = profiled('async block');
       await sleep(4); yield 1; inner(); await sleep(5); yield 2;
     }
     async function main() {
       for (const n of numbers()) burn(10);
       for (const n of numbers()) { burn(10); break; }
       for await (const n of later()) burn(20);
     }`,
    USING,
  );
  expect(table(profile)).toBe(
    rows(`
      [tag async block] 1 0 12 9
      [tag block] 2 4 7 0
      inner 2 6 6 0
      later 1 0 12 9
      main 1 70 89 9
      numbers 2 0 7 0`),
  );
});

test('yield* within a block: what it hands over to is part of it', async () => {
  const { profile } = await runProgram(
    `function* inner() { burn(3); yield 1; burn(4); }
     async function* far() { await sleep(5); yield 2; }
     function* sync() { using p = profiled('sync'); burn(1); yield* inner(); burn(2); }
     async function* later() { using p = profiled('async'); burn(1); yield* far(); burn(2); }
     async function main() {
       for (const n of sync()) burn(10);
       for await (const n of later()) burn(20);
     }`,
    USING,
  );
  expect(table(profile)).toBe(
    rows(`
      [tag async] 1 3 8 5
      [tag sync] 1 3 10 0
      far 1 0 5 5
      inner 1 7 7 0
      later 1 0 8 5
      main 1 30 48 7
      sync 1 0 10 0`),
  );
});

test('await using: it ends before the wait for that', async () => {
  const { profile } = await runProgram(
    `async function main() {
       { await using p = profiled('block'); burn(1); await sleep(2); burn(3); }
       burn(4);
     }`,
    USING,
  );
  expect(table(profile)).toBe(
    rows(`
      [tag block] 1 4 6 2
      main 1 4 10 2`),
  );
});

test('what is awaited within a block is known as ever', async () => {
  const program = (declaration: string) => `
    const ms = 1e6;
    function spin() { burn(30 * ms); }
    async function query() { await sleep(10 * ms); soon(spin); }
    async function main() { ${declaration} await query(); burn(ms); }`;
  const [plain, block] = await Promise.all(
    ['', "using p = profiled('block');"].map(async (declaration) => {
      const { profile } = await runProgram(program(declaration), USING);
      const { awaited } = profile.threads[0]!;
      return [awaited.ready, awaited.count];
    }),
  );
  expect(plain![0]).not.toEqual([]);
  expect(block).toEqual(plain);
});

test('what has been returned to a block is known to be awaited, too', async () => {
  const { profile } = await runProgram(
    `function load(ms) { return sleep(ms).then(() => ms); }
     async function main() { using p = profiled('block'); await load(10); await load(5); }`,
    { ...USING, promises: true },
  );
  const awaited = awaitStats(profile).map(({ count, awaited: [first] }) => [
    count,
    first?.name,
    first?.count,
  ]);
  expect(awaited).toEqual([
    [1, 'load', 1],
    [1, 'load', 1],
  ]);
});

test('in a function without probes: off the stack while that waits', async () => {
  const { profile } = await runProgram(
    `const outside = new Function('profiled', 'sleep', \`return async () => {
       const end = profiled('block')[Symbol.dispose];
       await sleep(20);
       end();
     };\`)(profiled, sleep);
     function other() { burn(7); }
     function main() { later(5, other); later(1, outside); }`,
    USING,
  );
  expect(table(profile)).toBe(
    rows(`
      [tag block] 1 0 20 20
      main 1 0 0 0
      other 1 7 7 0`),
  );
  expect(callees(profile, '[tag block]')).toEqual([]);
});
