/** Calls of functions without probes, counted and timed where they are called: exact, under the fake clock. */
import { describe, expect, test } from 'vitest';
import { namesOfForeign } from '../../plugin/src/builtins/callee-name.ts';
import { findBuiltinCalls } from '../../plugin/src/builtins/find.ts';
import { traverse } from '../../plugin/src/builtins/traverse.ts';
import { everyCall } from '../support/every-call.ts';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { runProgram } from '../support/virtual-program.ts';

const rows = (text: string): string => text.trim().replace(/^ +/gm, '');

const builtins: typeof everyCall = (file) =>
  findBuiltinCalls(
    file,
    traverse,
    namesOfForeign(() => true),
  );

const run = (source: string) => runProgram(source, { builtins });

test('what they take is theirs, and callbacks hang below them', async () => {
  const { profile } = await run(`
    function twice(n) { burn(2 * n); return n; }
    function main() {
      burn(1);
      [1, 2].forEach(burn);
      return [1, 2].map((n) => twice(n)).join('');
    }`);
  expect(printedTable(profile)).toBe(
    rows(`
      Array.forEach 1 3 3
      Array.join 1 0 0
      Array.map 1 0 6
      main 1 1 10
      main/map() 2 0 6
      twice 2 6 6`),
  );
  expect(printedPairs(profile)).toBe(
    rows(`
      Array.map>main/map() 2 0 6
      main/map()>twice 2 6 6
      main>Array.forEach 1 3 3
      main>Array.join 1 0 0
      main>Array.map 1 0 6`),
  );
});

test('arguments belong to who gives them, also where all that is evaluated first has probes', async () => {
  const { profile } = await run(`
    function text() { burn(3); return '[1]'; }
    function list() { burn(4); return [2, 1]; }
    function main() {
      const sorted = JSON.parse(JSON.stringify(JSON.parse(text())));
      return Array.from(list(), (n) => (burn(1), n)).reverse().concat(sorted);
    }`);
  expect(printedPairs(profile)).toBe(
    rows(`
      Array.from>main/Array.from() 2 2 2
      main>Array.concat 1 0 0
      main>Array.from 1 0 2
      main>Array.reverse 1 0 0
      main>JSON.parse 2 0 0
      main>JSON.stringify 1 0 0
      main>list 1 4 4
      main>text 1 3 3`),
  );
});

test('what the pattern of a catch calls is called by who catches', async () => {
  const { profile } = await run(`
    function bad() { burn(1); throw new Error('bad'); }
    function given() { burn(2); return 1; }
    function plain() {
      try { [1].forEach(bad); } catch ({ absent = given(Math.max(1, 2)) }) { burn(4); }
    }
    async function wait() {
      try { await sleep(1); [1].map(bad); } catch ({ absent = given(Math.max(1, 2)) }) { burn(8); }
    }
    async function main() { plain(); await wait(); }`);
  expect(printedPairs(profile)).toBe(
    rows(`
      Array.forEach>bad 1 1 1
      Array.map>bad 1 1 1
      bad>new Error 2 0 0
      main>plain 1 4 7
      main>wait 1 8 12
      plain>Array.forEach 1 0 1
      plain>Math.max 1 0 0
      plain>given 1 2 2
      wait>Array.map 1 0 1
      wait>Math.max 1 0 0
      wait>given 1 2 2`),
  );
});

test('errors leave what has thrown them, in plain functions and in coroutines', async () => {
  const { profile, result } = await run(`
    function bad() { burn(1); throw new Error('bad'); }
    function plain() {
      try { [1].forEach(bad); } catch { burn(2); }
      try { JSON.parse('{'); } finally { burn(4); }
    }
    async function wait() {
      try { await sleep(1); [1].map(bad); } catch { burn(8); await sleep(1); burn(16); }
      JSON.parse('{');
    }
    function* list() { try { yield 1; [1].map(bad); } catch { burn(32); } JSON.parse('{'); }
    async function main() {
      try { plain(); } catch {}
      try { await wait(); } catch {}
      try { [...list()]; } catch {}
      return 'done';
    }`);
  expect(result).toBe('done');
  expect(printedTable(profile, ['tsub'])).toBe(
    rows(`
      Array.forEach 1 0
      Array.map 2 0
      JSON.parse 3 0
      bad 3 3
      list 1 32
      main 1 0
      new Error 3 0
      plain 1 6
      wait 1 24`),
  );
});

test('the wait for what they give belongs to the await', async () => {
  const { profile } = await run(`
    async function main() {
      await new Promise((done) => { burn(1); sleep(5).then(done); });
      const [x] = await Promise.all([1].map(async (n) => { await sleep(7); return n; }));
      return x;
    }`);
  expect(printedTable(profile, ['tsub', 'ttot', 'twait'])).toBe(
    rows(`
      Array.map 1 0 0 0
      Promise.all 1 0 0 0
      main 1 0 13 12
      main/map() 1 0 7 7
      main/new Promise() 1 1 1 0
      new Promise 1 0 1 0`),
  );
});

test('tags, spreads and optional calls; what is not called is not counted', async () => {
  const { profile, result } = await run(`
    function main() {
      const none = null;
      const text = String.raw\`a\${1}b\`;
      const list = [3, 1];
      return [text, Math.max(...list), console?.error?.call.length, none?.b(list.at(0)), JSON?.stringify(list), list?.slice(1).length].join();
    }`);
  expect(result).toBe('a1b,3,1,,[3,1],1');
  expect(printedTable(profile, [])).toBe(
    rows(`
      Array.join 1
      JSON.stringify 1
      Math.max 1
      String.raw 1
      main 1`),
  );
});

describe('names', () => {
  test('what a program declares is its own, and methods of what is not known are not counted', async () => {
    const { profile } = await run(`
      const Math = { max: () => 1 };
      class List { map(f) { return f(1); } }
      function main(JSON = { parse: () => 2 }) {
        const list = new List();
        return [Math.max(1), JSON.parse('3'), list.map((n) => n)].length;
      }`);
    expect(printedTable(profile, [])).toBe(
      rows(`
        List.map 1
        Math.max 1
        main 1
        main/JSON.parse 1
        main/list.map() 1`),
    );
  });
});

test('every call is counted: nothing changes, and nothing is anomalous', async () => {
  const { result } = await runProgram(
    `
    class A { #p(x) { return x; } q(x) { return this.#p(x)?.at?.(0); } }
    function* g(n) { const got = yield n; return f(got); }
    function f(x) { if (x > 3) throw new TypeError('x' + x); return x; }
    async function main() {
      const out = [];
      const it = g(1);
      it.next();
      try { it.next(5); } catch ({ message }) { out.push(message); }
      out.push(new A().q([f(2)]), await Promise.resolve(f(1)).then(f));
      for await (const x of [f(1), sleep(2)]) out.push(x);
      label: for (const x of [1, 2]) { try { f(x + 2); continue label; } finally { out.push(x); } }
      return out.join();
    }`.replace('f(x + 2)', 'f(x)'),
    { builtins: everyCall },
  );
  expect(result).toBe('x5,2,1,1,,1,2');
});
