/** Awaits and yields: values, order of microtasks, and what happens on the ways out. */
const ticks = `
  const tick = (name, n = 6) => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => log(name, i)) };
`;

export const coroutines = {
  'awaits take no extra tick': `${ticks}
    async function f() { tick('t'); log(await 1); log(await Promise.resolve(2)); log(await { then(done) { log('then'); done(3) } }); return 4 }
    exports.done = f().then(log);
  `,
  'protocol look-ups of awaits': `
    const promise = Promise.resolve(1);
    Object.defineProperty(promise, 'constructor', { get() { log('constructor'); return Promise } });
    Object.defineProperty(promise, 'then', { get() { log('then'); return Promise.prototype.then } });
    async function f() { return await promise }
    exports.done = f().then(log);
  `,
  'rejections through catch and finally': `${ticks}
    async function fails(n) { await null; throw new Error('no ' + n) }
    async function f() {
      tick('t', 12);
      for (let i = 0; i < 3; i++) {
        try { try { await fails(i) } finally { log('finally', i); await null } } catch ({ message, missing = (() => 'default')() }) { log(message, missing); if (i === 1) continue } finally { log('outer') }
      }
      try { await fails('swallowed') } finally { return 'over' }
    }
    exports.done = f().then(log);
  `,
  'async arrows and methods': `${ticks}
    class A { async m() { return await this.x() } x = async () => { await null; return this instanceof A }; static async #s() { return 1 } static s() { return A.#s() } }
    const self = async function () { return await arguments.length };
    tick('t');
    exports.done = Promise.all([new A().m(), A.s(), self(1, 2)]).then(log);
  `,
  concurrency: `
    const later = (n) => new Promise((done) => setImmediate(done, n));
    async function worker(name) { for (let i = 0; i < 3; i++) { log(name, i); await later() } return name }
    exports.done = Promise.all([worker('a'), worker('b'), Promise.race([worker('c'), later('d')])]).then(log);
  `,
  'generators: next, throw, return': `
    function* g() { try { const x = yield 1; log('got', x); try { yield 2 } catch (error) { log('caught', error); yield 3 } } finally { log('finally'); yield 'last' } }
    const a = g(); log(a.next(), a.next('x'), a.throw('e'), a.next(), a.next(), a.next());
    const b = g(); log(b.next(), b.return('r'), b.next());
    const c = g(); log(c.return('early'), c.next());
    const d = g(); try { d.throw(new Error('before')) } catch (error) { log(error) }
    function* nested() { yield* g(); }
    const e = nested(); log(e.next(), e.return('out'), e.next());
    function* running() { try { it.next() } catch (error) { log(error.name) } }
    const it = running(); it.next();
  `,
  'yield* to everything': `
    function* tree(n) { if (n > 0) { yield* tree(n - 1); yield n; yield* tree(n - 1) } return n }
    log([...tree(3)]);
    log([...tree(3)]);
    function* all(...list) { for (const x of list) { const result = yield* x; log('result', result) } }
    const custom = { [Symbol.iterator]() { log('open'); let i = 0; return { get next() { log('get next'); return function () { return { done: i > 1, value: i++ } } }, return(x) { log('return', x); return {} } } } };
    log([...all([1, 2], 'ab', new Set([3]), custom, tree(1))]);
    for (const x of all(custom)) { log(x); break }
    for (const bad of [1, null, {}, { [Symbol.iterator]: 1 }, { [Symbol.iterator]() { return 1 } }]) try { [...all(bad)] } catch (error) { log(error.name) }
    const it = all(custom); it.next(); try { it.throw(new Error('x')) } catch (error) { log(error.name) }
  `,
  'yield* to a generator without probes': `
    const foreign = new Function('it', 'return (function* () { yield 0; yield* it; yield 9 })()');
    function* own(n) { yield n; yield n + 1 }
    function* outer(n) { yield* own(n); yield* foreign(own(n)); yield* foreign([5]) }
    for (let i = 0; i < 3; i++) log([...outer(i)]);
    const zipped = []; const a = outer(1), b = outer(2);
    for (let i = 0; i < 9; i++) zipped.push(a.next().value, b.next().value);
    log(zipped);
  `,
  'async generators': `${ticks}
    async function* g() { try { const x = yield Promise.resolve(1); log('got', x); yield 2; return Promise.resolve(3) } finally { log('finally'); await null; log('later') } }
    async function f() {
      tick('t', 20);
      const a = g(); log(await a.next(), await a.next('x'), await a.next(), await a.next());
      const b = g(); log(await b.next(), await b.return(Promise.resolve('r')));
      const c = g(); await c.next(); try { await c.throw(new Error('thrown')) } catch (error) { log(error) }
      const d = g(); const queue = [d.next(), d.next(), d.return('q'), d.next()]; log(await Promise.all(queue));
      const e = g(); try { log(await e.return(Promise.reject(new Error('rejected')))) } catch (error) { log(error) }
    }
    exports.done = f();
  `,
  'return in an async generator awaits before finally': `${ticks}
    async function* g() { try { return Promise.reject(new Error('late')) } catch (error) { log('caught', error) } finally { log('finally') } }
    tick('t');
    exports.done = g().next().then(log);
  `,
  'async yield*': `${ticks}
    async function* inner() { const x = yield 1; log('inner', x); await null; yield 2; return 'r' }
    async function* outer() { log(await (yield* inner())); yield* [Promise.resolve(3), 4]; yield* 'ab'; yield* custom }
    const custom = { [Symbol.asyncIterator]() { let i = 0; return { next(x) { log('next', x); return Promise.resolve({ done: i > 1, value: i++ }) }, get return() { log('get return') } } } };
    async function f() { tick('t', 30); for await (const x of outer()) log(x); const it = outer(); await it.next(); log(await it.next('sent')); log(await it.return('out'));
      const c = (async function* () { yield* custom })(); await c.next(); log(await c.return(Promise.resolve('awaited'))); }
    exports.done = f();
  `,
};
