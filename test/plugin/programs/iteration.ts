/** for await, for-of around suspensions, and their ways out. */
const ticks = `
  const tick = (name, n = 6) => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => log(name, i)) };
`;

export const iteration = {
  'for await over everything': `${ticks}
    async function* source(n) { try { for (let i = 0; i < n; i++) yield i } finally { await null; log('closed') } }
    async function f() {
      tick('t', 40);
      for await (const x of source(3)) log(x);
      for await (const x of [Promise.resolve('p'), 'q']) log(x);
      for await (const x of 'ab') log(x);
      for await (const x of new Map([[1, 2]])) log(x);
      for await (var x of source(3)) { if (x === 1) break }
      log(x);
      for (const bad of [null, 1, {}, { [Symbol.asyncIterator]: 1 }]) try { for await (const y of bad); } catch (error) { log(error.name) }
    }
    exports.done = f();
  `,
  'protocol of for await': `
    const log2 = (x) => log(x);
    const source = (end) => ({ get [Symbol.asyncIterator]() { log2('get @@asyncIterator'); return function (...args) { log('open', args.length, this !== undefined); let i = 0; return {
      get next() { log2('get next'); return function (...args) { log('next', args.length); if (i === 2 && end === 'throw') throw new Error('next'); return { get done() { log2('done'); return i > 2 }, get value() { log2('value'); return i++ } } } },
      get return() { log2('get return'); return end === 'none' ? undefined : (...args) => (log('return', args.length), end === 'bad' ? 1 : {}) } } } } });
    async function f() {
      for (const end of ['', 'throw', 'none', 'bad']) {
        try { for await (const x of source(end)) log(x) } catch (error) { log(error.name) }
        try { for await (const x of source(end)) break } catch (error) { log(error.name) }
        try { for await (const x of source(end)) throw new Error('body') } catch (error) { log(error.message) }
      }
    }
    exports.done = f();
  `,
  'sync iterators under for await': `
    const source = (how) => ({ [Symbol.iterator]() { let i = 0; return { next() { if (how === 'throw') throw new Error('next'); return { done: i > 1, value: how === 'reject' ? Promise.reject(new Error('value')) : i++ } }, get return() { log('get return'); if (how === 'getter') throw new Error('getter'); return how === 'none' ? undefined : () => (log('return'), {}) } } } });
    async function f() {
      for (const how of ['', 'throw', 'reject', 'getter', 'none']) {
        try { for await (const x of source(how)) log(x) } catch (error) { log(error.message) }
        try { for await (const x of source(how)) { log(x); break } } catch (error) { log(error.message) }
      }
    }
    exports.done = f();
  `,
  'patterns and members in the head': `${ticks}
    const target = { set x(value) { log('set', value) } };
    async function* source() { yield { a: 1 }; yield {}; yield { a: 3 } }
    async function f() {
      tick('t', 30);
      const closures = [];
      for await (const { a = (() => 'default')() } of source()) { closures.push(() => a); { let a = 2; } }
      log(closures.map((get) => get()));
      for await (target.x of source()) log('body');
      for await (let [{ a }] of [[{ a: 1 }]]) { a++; log(a) }
      let b; for await ({ a: b = await 'awaited' } of source()) log(b);
      for await (var { a: late } of source()); log(late);
      try { for await (const [c] of [c]) log('never') } catch (error) { log(error) }
    }
    exports.done = f();
  `,
  'labelled jumps': `
    async function* source(name) { try { for (let i = 0; i < 3; i++) { await null; yield name + i } } finally { log('closed', name) } }
    async function f() {
      outer: for await (const a of source('a')) { inner: for await (const b of source('b')) { log(a, b); if (b === 'b1') continue outer; if (a === 'a1') break outer; } }
      done: { for await (const c of source('c')) break done; log('never') }
      twice: again: for await (const d of source('d')) { if (d === 'd0') continue again; if (d === 'd1') continue twice; log(d) }
      const g = async () => { for await (const e of source('e')) return e };
      log(await g());
    }
    exports.done = f();
  `,
  'for-of around suspensions': `
    const list = () => ({ [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i > 2, value: i++ }), return() { log('closed'); return {} } } } });
    async function f() {
      for (const x of list()) await x;
      try { for (const x of list()) { await Promise.reject(new Error('in the body')) } } catch (error) { log(error.message) }
      for (const x of list()) { await null; if (x) break }
      outer: for (const x of list()) for (const y of list()) { await null; if (y) continue outer; log(x, y) }
      const fs = []; for (const x of list()) { fs.push(() => x); function hoisted() { return x } await hoisted() } log(fs.map((f) => f()), typeof hoisted);
    }
    function* g() { for (const x of list()) yield x }
    exports.done = f().then(() => { const it = g(); log(it.next(), it.return('r')); const jt = g(); jt.next(); try { jt.throw(new Error('t')) } catch (error) { log(error) } });
  `,
  'destructuring from generators': `
    function* g() { try { yield 1; yield 2; yield 3 } finally { log('closed') } }
    const [a, b] = g();
    log(a, b, Math.max(...g()), Array.from(g(), (x) => x * 2));
    function* withYield() { const [x = yield 'x', y = yield 'y'] = []; log(x, y) }
    const it = withYield(); log(it.next(), it.next(1), it.next(2));
  `,
};
