/** Generators, async functions and async generators: protocol, order of jobs, and all the ways out. */
const ticks = `
  const tick = (name, n = 8) => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => log(name, i)) };
`;

export const coroutines = {
  'generator protocol: every request in every state': `
    function* g() { log('start'); try { log('got', yield 1); log('got', yield 2) } catch (error) { log('caught', error); yield 'c' } finally { log('finally'); yield 'f' } return 'r' }
    const requests = { n: (i) => i.next('v'), t: (i) => i.throw('e'), r: (i) => i.return('q') };
    for (const first of 'ntr') for (const second of 'ntr') for (const third of 'ntr') { const it = g(); log(first, second, third); for (const key of [first, second, third]) try { log(requests[key](it)) } catch (error) { log('thrown', error) } }
  `,
  'a generator that runs already refuses': `
    function* g() { for (const key of ['next', 'throw', 'return']) try { it[key](1) } catch (error) { log(key, error.name) } yield 'still'; } const it = g(); log(it.next(), it.next(), it.next());
    function* mutual(other) { try { other().next() } catch (error) { log(error.name) } yield 1 } const a = mutual(() => b), b = mutual(() => a); log(a.next());
  `,
  'yield in every place an expression may stand': `
    function* g() { log([yield 1, ...(yield 2)], { a: yield 3, [yield 4]: 5 }, \`\${yield 6}\`, (yield 7) + (yield 8), (yield 9) ? yield 10 : yield 11, typeof (yield), (yield 12, yield 13), ((a, b) => a + b)(yield 14, yield 15), new (yield 16)(), (yield 17)[yield 18], (yield 19)?.x, delete (yield 20).y); }
    const it = g(); const sent = [, 'a', [1, 2], 3, 'k', 6, 7, 8, true, 10, undefined, 12, 13, 1, 2, Array, { p: 18 }, 'p', null, { y: 1 }]; for (const value of sent) log(it.next(value)); log(it.next('end'));
  `,
  'yield in conditions, loops, switches and patterns': `
    function* g() { if (yield 'if') log('then'); else log('else'); while (yield 'while') log('body'); for (let i = yield 'init'; i < (yield 'test'); i += yield 'step') log('i', i); switch (yield 'switch') { case yield 'case': log('matched'); default: log('default') } const { [yield 'key']: x = yield 'default', ...rest } = yield 'pattern'; log(x, rest); for (const k in yield 'in') log(k); throw yield 'throw' }
    const it = g(); for (const v of [, false, true, false, 0, 1, 5, 0, 's', 's', { a: 1, b: undefined }, 'b', 'dflt', { k: 1 }, 'boom']) try { log(it.next(v)) } catch (error) { log('thrown', error) }
  `,
  'yield and finally: values that replace each other': `
    function* g() { try { return 'try' } finally { const x = yield 'cleanup'; if (x) return x } } const a = g(); log(a.next(), a.next()); const b = g(); log(b.next(), b.next('override')); const c = g(); log(c.next(), c.return('asked'), c.next());
    function* h() { for (;;) try { yield 1 } finally { break } return 'broke out' } const d = h(); log(d.next(), d.return('ignored')); function* k() { try { yield 1 } finally { throw new Error('cleanup') } } const e = k(); e.next(); try { e.return(1) } catch (error) { log(error.message) }
    function* l() { try { try { yield 1 } finally { yield 2 } } finally { yield 3 } } const f = l(); log(f.next(), f.return('r'), f.next(), f.next(), f.next()); const m = l(); log(m.next()); try { log(m.throw('t'), m.next()); m.next() } catch (error) { log('thrown', error) }
  `,
  'catch patterns in coroutines': `
    function* g() { try { yield 1 } catch ({ message: m = yield 'default', [yield 'key']: x, ...rest }) { let inner = m; log(inner, x, rest) } } const it = g(); it.next(); log(it.throw({ k: 2, z: 3 }), it.next('M'), it.next('k'));
    function* h() { try { yield 1 } catch ([a, b = (() => 'b')()]) { var a2 = a; log(a, b) } log(a2) } const jt = h(); jt.next(); jt.throw('x');
    async function f() { try { await Promise.reject(null) } catch ({ a }) {} } async function e(v) { try { await Promise.reject(v) } catch ({ x }) { let y = x; { let x = 1; } return y } } exports.done = f().catch((error) => { log(error.name); return e({ x: 5 }).then(log) });
  `,
  'yield* hands requests through': `
    function* inner() { try { log('inner got', yield 'i1'); log('inner got', yield 'i2') } catch (error) { log('inner caught', error); yield 'ic' } finally { log('inner finally') } return 'ir' }
    function* outer() { try { log('result', yield* inner()) } catch (error) { log('outer caught', error) } finally { log('outer finally') } return 'or' }
    for (const run of [(i) => [i.next(), i.next('a'), i.next('b'), i.next()], (i) => [i.next(), i.throw('t'), i.next(), i.next()], (i) => [i.next(), i.return('q'), i.next()], (i) => [i.return('early'), i.next()]]) log(run(outer()));
    function* three() { return yield* outer() } log([...three()]); const deep = three(); deep.next(); log(deep.throw('deep'), deep.return('over'));
  `,
  'yield* to iterators that misbehave': `
    const made = (methods) => ({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), ...methods }) });
    const cases = { none: {}, primitive: { next: () => 1 }, getter: { get next() { log('next looked up'); return () => ({ get done() { log('done'); return false }, get value() { log('value'); return 1 } }) } }, throwPrimitive: { throw: () => 1 }, throwNull: { throw: null, return() { log('closed'); return {} } }, throwReturnPrimitive: { return: () => 1 }, returns: { return: (v) => ({ done: true, value: ['r', v] }) }, goesOn: { return: () => ({ done: false, value: 'more' }), throw: (e) => ({ done: true, value: e }) }, bad: { return: 1, throw: 1 }, fails: { get return() { throw new Error('get return') }, get throw() { throw new Error('get throw') } } };
    for (const [name, methods] of Object.entries(cases)) for (const how of ['next', 'throw', 'return']) { const it = (function* () { try { return yield* made(methods) } catch (error) { return error.name } })(); try { log(name, how, it.next(), it[how]('x')) } catch (error) { log(name, how, error.name ?? error) } }
  `,
  'yield* does not unwrap what it is given': `
    const results = [{ done: false, value: 1, extra: 'kept' }, { done: false }, { done: true, value: 'end' }]; let i = 0; const it = (function* () { return yield* { [Symbol.iterator]: () => ({ next: () => results[i++] }) } })();
    log(it.next(), it.next(), it.next()); const frozen = Object.freeze({ done: false, value: 7 }); log((function* () { yield* { [Symbol.iterator]: () => ({ next: () => frozen }) } })().next() === frozen);
  `,
  'proxies around iterators': `
    const seen = []; const spy = (target, name) => new Proxy(target, { get(t, k, r) { seen.push(name + '.' + String(k)); const v = Reflect.get(t, k); return typeof v === 'function' ? spy(v.bind(t), name + '.' + String(k)) : v }, apply: (t, self, args) => { seen.push(name + '(' + args.length + ')'); const v = Reflect.apply(t, self, args); return typeof v === 'object' && v !== null && 'next' in v ? spy(v, 'it') : v }, getPrototypeOf: (t) => (seen.push(name + ' proto'), Reflect.getPrototypeOf(t)) });
    const flush = () => log(seen.splice(0).filter((s) => !s.endsWith('proto'))); function* g() { yield 1; yield 2 }
    for (const x of spy([1, 2], 'list')) log(x); flush(); const [a] = spy(g(), 'gen'); flush(); log(a, ...spy(new Set([3]), 'set')); flush(); log((function* () { yield* spy([1], 'delegate') })().next()); flush();
    exports.done = (async () => { for await (const x of spy([1], 'awaited')) log(x); flush(); for await (const x of spy(g(), 'broken')) break; flush(); const ag = (async function* () { yield* spy([1], 'async delegate') })(); await ag.next(); await ag.return(); flush() })();
  `,
  'generators by their prototypes': `
    function* g() { yield 1 } g.prototype.extra = function () { return 'extra' }; const it = g(); log(it.extra(), it instanceof g, Object.getPrototypeOf(it) === g.prototype, it[Symbol.iterator]() === it, String(it), Object.keys(it));
    class A { *m() { yield this } } const m = new A().m; log(m.call(5).next().value, Object.getPrototypeOf(A.prototype.m) === Object.getPrototypeOf(g)); const next = it.next; log(next.call(it)); try { next.call({}) } catch (error) { log(error.name) }
    g.prototype.next = function () { return { done: true, value: 'patched' } }; log(g().next()); log([...g()]); function* outer() { return yield* g() } log(outer().next());
  `,
  'awaits in every place an expression may stand': `
    async function f(p) { log([await p, ...(await [1])], { a: await 2, [await 'k']: 3 }, \`\${await 4}\`, (await 5) + (await 6), (await 0) ? 1 : await 7, typeof await p, await (await p), await await 8, ((x, y) => x + y)(await 9, await 10), new (await Array)(), (await [11])[await 0], (await null)?.x, !await false, void await 1);
      if (await 1) log('if'); for (let i = await 0; i < await 2; i += await 1) log(i); switch (await 1) { case await 1: log('case') } const { [await 'x']: x = await 12, y: [z] = await [13] } = await {}; log(x, z); for (const k in await { k: 1 }) log(k); label: { await null; break label } throw await 'thrown' }
    exports.done = f(Promise.resolve('p')).catch(log);
  `,
  'thenables of every kind are awaited as they should be': `${ticks}
    const order = (name, body) => ({ get then() { log('get then', name); return body } });
    async function f() { tick('t', 12); log(await order('sync', (r) => r('s'))); log(await order('not callable', 1) !== null); try { await order('throws', () => { throw 'thrown' }) } catch (error) { log(error) } log(await order('twice', (r) => { r('first'); r('second'); throw 'late' }));
      try { await { get then() { throw 'getter' } } } catch (error) { log(error) } log(await order('nested', (r) => r(order('inner', (s) => s('deep'))))); class P extends Promise {} log(await P.resolve('sub')); log(await order('async', (r) => void Promise.resolve().then(() => r('later')))) }
    exports.done = f();
  `,
  'species and subclasses see what they saw': `
    const made = []; class P extends Promise { constructor(run) { super(run); made.push('P') } static get [Symbol.species]() { made.push('species'); return Promise } then(a, b) { made.push('then'); return super.then(a, b) } }
    async function f() { await new P((r) => r(1)); made.push('after'); await P.resolve(2); return new P((r) => r(3)) } async function* g() { yield new P((r) => r(4)); return new P((r) => r(5)) }
    exports.done = f().then(async (v) => { log(v, made.splice(0)); const it = g(); log(await it.next(), await it.next(), made.splice(0)); for await (const x of [P.resolve(6)]) log(x, made.splice(0)) });
  `,
  'the order of jobs among many': `${ticks}
    const f = async (name) => { log(name, 0); await null; log(name, 1); await Promise.resolve(); log(name, 2); return name }; async function* g() { log('g'); yield 1; await null; log('g2'); yield Promise.resolve(2) }
    tick('a', 10); f('x').then((v) => log('then', v)); Promise.resolve(f('y')).then(log); (async () => { try { await f('z') } finally { log('finally') } return f('w') })().then(log); const it = g(); it.next().then((r) => log(r)); it.next().then((r) => log(r)); it.next().then((r) => log(r)); Promise.all([1, f('v')]).then(() => log('all')); tick('b', 10); log('sync');
    exports.done = new Promise((r) => setImmediate2(r)); function setImmediate2(r) { let p = Promise.resolve(); for (let i = 0; i < 30; i++) p = p.then(() => {}); p.then(r) }
  `,
  'returning promises from async functions costs the ticks it did': `${ticks}
    tick('t', 12); const p = Promise.resolve('v'); const direct = async () => p, awaited = async () => await p, wrapped = async () => { try { return await p } finally { log('finally') } }, inTry = async () => { try { return p } catch {} }, thenable = async () => ({ then: (r) => r('th') }), fails = async () => { throw p };
    exports.done = Promise.allSettled([direct, awaited, wrapped, inTry, thenable, fails].map((f, i) => f().then((v) => log(i, v), (e) => log(i, 'failed', e === p))));
  `,
  'async closures over loops, and awaits in loops with labels': `
    async function f() { const fs = []; outer: for (let i = 0; i < 3; i++) { for (const j of [0, 1]) { await null; if (j === 1) continue outer; if (i === 2) break outer; fs.push(async () => [i, j, await i]) } } return Promise.all(fs.map((g) => g())) }
    async function g() { let n = 0; do { await null; n++; if (n === 2) continue; if (n > 3) break } while (await true); l: try { await Promise.reject(1) } catch { break l } finally { n += 10 } return n } exports.done = f().then((r) => { log(r); return g() }).then(log);
  `,
  'unhandled inner promises and late failures': `
    async function fails(n) { for (let i = 0; i < n; i++) await null; throw new Error('after ' + n) } async function f() { const a = fails(1), b = fails(3); try { await b } catch (error) { log(error.message) } finally { try { await a } catch (error) { log(error.message) } } } exports.done = f().then(() => Promise.any([fails(2), fails(1)])).catch((error) => log(error.constructor.name, error.errors.map((e) => e.message)));
  `,
  'async generators: the queue of requests': `
    async function* g() { try { log('start'); log('got', yield 1); await null; log('got', yield 2); return 'r' } catch (error) { log('caught', error); yield 'c' } finally { log('finally'); await null; yield 'f' } }
    const settle = (p, name) => p.then((v) => log(name, v), (e) => log(name, 'failed', e));
    const patterns = ['nnnnn', 'nrnnn', 'ntnnn', 'rnn', 'tnn', 'nnrtn', 'nrrrn', 'ntttn'];
    exports.done = (async () => { for (const pattern of patterns) { log(pattern); const it = g(); await Promise.all([...pattern].map((c, i) => settle(c === 'n' ? it.next('v' + i) : c === 'r' ? it.return('q' + i) : it.throw('e' + i), c + i))) } })();
  `,
  'async generators: return and throw with promises': `
    const settle = (p, name) => p.then((v) => log(name, v), (e) => log(name, 'failed', e)); const bad = () => Promise.reject('rejected'); const poisoned = Object.defineProperty(Promise.resolve(), 'constructor', { get() { throw 'constructor' } });
    async function* g() { try { yield 1 } catch (error) { log('caught', error); return Promise.resolve('from catch') } finally { log('finally') } } async function* fresh() {} async function* yieldsBad() { try { yield bad() } catch (error) { log('inside', error) } yield 'on' } async function* returnsBad() { try { return bad() } catch (error) { log('inside', error); return 'mended' } }
    exports.done = (async () => { for (const value of [Promise.resolve('p'), bad(), poisoned, { then: (r) => r('th') }]) { const a = g(); await a.next(); await settle(a.return(value), 'started'); await settle(fresh().return(value), 'fresh'); const c = fresh(); await c.next(); await settle(c.return(value), 'done'); const d = g(); await d.next(); await settle(d.throw('t'), 'throw') } const y = yieldsBad(); await settle(y.next(), 'yields'); await settle(y.next(), 'yields'); await settle(returnsBad().next(), 'returns') })();
  `,
  'async generators: awaits and yields in odd places': `
    async function* g(x = (log('parameter'), 1)) { for (const y of [yield await x, await (yield 2)]) log('y', y); const { a = yield 'default', b = await 'b' } = await (yield 'pattern'); log(a, b); yield* [await 'spread', yield 'inner']; try { throw await (yield 'error') } catch ({ length = yield 'length' }) { log(length) } return yield 'end' }
    exports.done = (async () => { const it = g(); let r = await it.next(); for (const v of ['one', Promise.resolve('two'), Promise.resolve({}), 'A', 'in', 's1', 's2', {}, 'len', 'final']) { log(r); r = await it.next(v) } log(r, await it.next()) })();
  `,
  'async yield* over everything that can be iterated': `
    const async = (methods) => ({ [Symbol.asyncIterator]: () => ({ i: 0, next(v) { log('next', v, arguments.length); return { done: this.i > 1, value: this.i++ } }, ...methods }) });
    const cases = { plain: {}, returns: { return: (v) => ({ done: true, value: 'r' + v }) }, throws: { throw: (e) => Promise.resolve({ done: true, value: 'handled ' + e }) }, primitive: { return: () => 1, throw: () => 1 }, rejects: { return: () => Promise.reject('no return'), throw: () => Promise.reject('no throw') }, getters: { get return() { throw 'get return' }, get throw() { throw 'get throw' } }, nulls: { return: null, throw: undefined } };
    async function* g(x) { try { log('result', yield* x) } catch (error) { log('caught', error?.name ?? error) } }
    exports.done = (async () => { for (const [name, methods] of Object.entries(cases)) for (const how of ['next', 'return', 'throw']) { const it = g(async(methods)); await it.next('first'); try { log(name, how, await it[how]('x')) } catch (error) { log(name, how, 'failed', String(error)) } }
      for (const x of [[Promise.resolve(1)], 'a', new Map([[1, 2]]), (function* () { try { yield 's'; yield Promise.reject('r') } finally { log('sync closed') } })(), null, 5, {}, { [Symbol.asyncIterator]: null, [Symbol.iterator]: () => [9][Symbol.iterator]() }]) for await (const y of g(x)) log(y) })();
  `,
  'nested delegation of async generators, and who is waited for': `${ticks}
    async function* leaf(n) { for (let i = 0; i < n; i++) { await null; yield 'leaf' + i } return 'leaf over' } async function* mid(n) { log(yield* leaf(n)); return yield* leaf(1) } async function* top() { log(await (yield* mid(2))) }
    exports.done = (async () => { tick('t', 30); for await (const x of top()) log(x); const it = top(); await it.next(); log(await it.return('q'), await it.next()); const jt = top(); await jt.next(); try { await jt.throw('t') } catch (error) { log(error) } })();
  `,
  'async methods, getters and static ones of classes': `
    class A { static #n = 0; static async make() { await null; return new this(++A.#n) } constructor(n) { this.n = n } async *[Symbol.asyncIterator]() { for (let i = 0; i < this.n; i++) yield await this.at(i) } at = async (i) => { await null; return [this.n, i, new.target === undefined] }; get later() { return (async () => { await null; return this.n })() } static async *all(k) { while (k-- > 0) yield* await A.make() } }
    class B extends A { async at2(i) { return super.constructor.name + (await super.later) + i } }
    exports.done = (async () => { for await (const x of A.all(3)) log(x); log(await (await B.make()).at2(7)) })();
  `,
  'for await and yield in the same async generator, left early': `
    async function* source(name) { try { for (let i = 0; ; i++) yield name + i } finally { log('closed', name); await null; log('closed later', name) } } async function* zip() { try { for await (const a of source('a')) for await (const b of source('b')) { yield a + b; if (b === 'b1') break } } finally { log('zip over') } }
    exports.done = (async () => { let n = 0; for await (const x of zip()) { log(x); if (++n === 5) break } const it = zip(); await it.next(); await it.throw(new Error('x')).catch((error) => log(error.message)); const jt = zip(); await jt.next(); log(await jt.return(1)) })();
  `,
  'module-like patterns: queues, mutexes, channels': `
    class Channel { #items = []; #waiters = []; push(x) { const w = this.#waiters.shift(); if (w) w(x); else this.#items.push(x) } async take() { return this.#items.length ? this.#items.shift() : new Promise((r) => this.#waiters.push(r)) } async *[Symbol.asyncIterator]() { for (;;) { const x = await this.take(); if (x === null) return 'closed'; yield x } } }
    class Mutex { #last = Promise.resolve(); async run(f) { const before = this.#last; let done; this.#last = new Promise((r) => (done = r)); await before; try { return await f() } finally { done() } } }
    exports.done = (async () => { const c = new Channel(), m = new Mutex(); const consumer = (async () => { for await (const x of c) log('took', x) })(); for (const x of [1, 2, 3, null]) { await null; c.push(x) } await consumer; log(await Promise.all(['a', 'b', 'c'].map((n) => m.run(async () => { log('in', n); await null; log('out', n); return n })))) })();
  `,
};
