import { expect, test } from 'vitest';
import { looksOf, printedCoroutines, printedStack } from '../support/virtual-stacks.ts';
import { rows } from '../support/virtual-tables.ts';

/* What another thread sees of a program at a moment: its stack and its coroutines. A unit of time is a nanosecond. */

test('a loop that calls nothing: each call on the stack, and since when', async () => {
  const [look] = await looksOf(`
    function spin() { burn(30); look(); }
    function outer() { burn(5); spin(); }
    function main() { burn(10); outer(); }`);
  expect(printedStack(look!)).toBe('main ≥45 > outer 35 > spin 30');
  expect(look!.path).toEqual(['main', 'outer', 'spin']);
  expect(look!.stack.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    'program:4:4',
    'program:3:4',
    'program:2:4',
  ]);
});

test('a coroutine that has gone on runs since then, below those that created it', async () => {
  const [look] = await looksOf(`
    function spin() { burn(30); look(); }
    async function handle() { burn(3); await sleep(10); burn(5); spin(); }
    async function main() { burn(1); await handle(); }`);
  expect(printedStack(look!)).toBe('handle 35 > spin 30');
  expect(look!.path).toEqual(['main', 'handle', 'spin']);
  expect(printedCoroutines(look!)).toBe(
    rows(`
      root 1 main waiting 45 at 4:37 await
      - awaited 1 handle running 35`),
  );
});

test('who awaits whom, by name; what was only created; those that are alike are one row', async () => {
  const [look] = await looksOf(`
    async function leaf(time) { await sleep(time); }
    async function pair() { await Promise.all([leaf(100), leaf(100)]); }
    async function top() { await pair(); }
    async function main() {
      burn(1);
      later(20, look);
      leaf(200);
      burn(2);
      await top();
    }`);
  expect(printedStack(look!)).toBe('');
  expect(look!.path).toEqual([]);
  expect(printedCoroutines(look!)).toBe(
    rows(`
      root 1 main waiting 18 at 10:6 await
      - created 1 leaf waiting 20 at 2:32 await
      - awaited 1 top waiting 18 at 4:27 await
      - - awaited 1 pair waiting 18 at 3:28 await
      - - - created 2 leaf waiting 18 at 2:32 await`),
  );
});

test('a generator is parked at its yield; an async one is awaited by the loop that asks it', async () => {
  const looks = await looksOf(`
    function* count() { yield 1; yield 2; }
    async function* slow() { await sleep(10); yield 1; }
    async function main() {
      burn(1);
      const numbers = count();
      numbers.next();
      burn(4);
      later(5, look);
      for await (const n of slow()) { burn(1); look(); }
    }`);
  expect(looks.map(printedCoroutines).join('\n--\n')).toBe(
    rows(`
      root 1 main waiting 5 at 10:6 for await
      - created 1 count parked 9 at 2:24 yield
      - awaited 1 slow waiting 5 at 3:29 await
      --
      root 1 main running 1
      - created 1 count parked 15 at 2:24 yield
      - created 1 slow parked 1 at 3:46 yield`),
  );
});

test('what goes on when all is cleared from outside is known to have begun before', async () => {
  const [look, later] = await looksOf(`
    async function other() { await sleep(90); }
    function spin() { burn(20); wipe(); burn(5); look(); burn(7); wipe(); burn(1); look(); }
    async function main() { burn(10); other(); burn(10); spin(); }`);
  expect(printedStack(look!)).toBe('main ≥45 > spin 25');
  expect(printedStack(later!)).toBe('main ≥53 > spin 33');
  expect(printedCoroutines(later!)).toBe(
    rows(`
      root 1 main running ≥53
      - created 1 other waiting 43 at 2:29 await`),
  );
});

test('what the program has cleared itself, or went on when profiling started, has lasted at least so long', async () => {
  const [first, second] = await looksOf(`
    async function other() { await sleep(90); }
    function main() { burn(10); other(); burn(10); wipe(); burn(5); clear(); burn(2); look(); stop(); start(); burn(3); look(); }`);
  expect(printedStack(first!)).toBe('main ≥2');
  expect(printedCoroutines(first!)).toBe('root 1 other (main) waiting ≥2 at 2:29 await');
  // What plain function was on the stack as profiling started nobody knows.
  expect(printedStack(second!)).toBe('');
  expect(printedCoroutines(second!)).toBe('root 1 other (main) waiting ≥5 at 2:29 await');
});

test('nothing is known while profiling is off', async () => {
  const [look] = await looksOf(`function main() { stop(); burn(3); look(); }`);
  expect(look).toEqual({
    profiling: false,
    stack: [],
    omittedCalls: 0,
    path: [],
    coroutines: [],
    omittedCoroutines: 0,
  });
});

test('of a deep stack the middle is left out; the path goes by each function once', async () => {
  const [look] = await looksOf(`
    function down(n) { burn(1); if (n === 0) look(); else down(n - 1); }
    function main() { down(400); }`);
  expect(look!.stack).toHaveLength(200);
  expect(look!.omittedCalls).toBe(202);
  expect(printedStack(look!).endsWith('down 3 > down 2 > down 1 (202 left out)')).toBe(true);
  expect(look!.path).toEqual(['main', 'down']);
});

test('a chain of awaits longer than any stack, and many that are alike', async () => {
  const [look] = await looksOf(`
    async function chain(n) { await (n === 0 ? sleep(9) : chain(n - 1)); }
    async function alike() { await sleep(9); }
    async function main() {
      later(5, look);
      for (let n = 0; n < 20000; n++) alike();
      let last = sleep(9);
      await link(300);
    }
    async function link(n) { if (n === 0) await sleep(9); else await link(n - 1); }`);
  const [main, many, ...links] = look!.coroutines;
  expect(main).toMatchObject({ name: 'main', count: 1, parent: null });
  expect(many).toMatchObject({ name: 'alike', count: 20_000, parent: 0, relation: 'created' });
  expect(links).toHaveLength(301);
  expect(links.at(-1)).toMatchObject({ name: 'link', relation: 'awaited', parent: 301 });
  expect(look!.omittedCoroutines).toBe(0);
});
