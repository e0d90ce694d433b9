/** Programs that patch the realm under the probes' feet, reflect on functions, or look at what we could leave behind. */
export const realm = {
  'Promise and microtasks are patched': `
    const then = Promise.prototype.then; let asked = 0; Promise.prototype.then = function (...args) { asked++; return then.apply(this, args) }; const Native = Promise; const settled = Native.resolve(2); globalThis.Promise = class extends Native {}; Promise.resolve = () => { throw new Error('patched') };
    async function f() { await 1; await settled; try { await Native.reject(1) } catch {} return asked } async function* g() { yield 1; yield* [2] } (async () => { for await (const x of g()); })(); globalThis.queueMicrotask = () => { throw new Error('patched') }; exports.done = then.call(f(), (n) => { log(n, asked); globalThis.Promise = Native });
  `,
  'generator prototypes are patched': `
    const P = Object.getPrototypeOf(Object.getPrototypeOf((function* () {})())); const { next } = P; const seen = []; P.next = function (v) { seen.push('next'); return next.call(this, v) }; function* inner() { yield 1; yield 2 } function* outer() { yield* inner(); return 'r' } log([...outer()], seen.splice(0)); log([...outer()], seen.splice(0)); P.next = next; P[Symbol.iterator] = P[Symbol.iterator]; log([...outer()]); delete P.next; try { [...outer()] } catch (error) { log(error.name) } P.next = next; Object.defineProperty(P, Symbol.toStringTag, { value: 'Mine' }); log(String(outer()));
  `,
  'globals are frozen, sealed or deleted': `
    Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Function.prototype); Object.freeze(Promise.prototype); delete globalThis.Reflect; delete globalThis.WeakMap; delete globalThis.Symbol; delete globalThis.SharedArrayBuffer; delete globalThis.Int32Array;
    function f([a] = [1], { b } = {}) { return a } function* g(a = f()) { yield* h(); yield a } function* h() { yield f() } for (let i = 0; i < 3; i++) log([...g()]); class A { static { log('block') } #p = 1; p({ x } = {}) { return this.#p } } log(new A().p()); exports.done = (async () => { for await (const x of g()) log(x) })();
  `,
  'what a function shows of itself': `
    function f(a, b = 1) {} class A { static s() {} m({ x }) {} get g() { return 1 } async am() {} *gm() {} } const show = (o) => Reflect.ownKeys(o).map((k) => { const d = Reflect.getOwnPropertyDescriptor(o, k); return [String(k), d.writable, d.enumerable, d.configurable, typeof d.value] });
    log(show(f), show(A), show(A.prototype), show((a = f()) => 1), show(function* ({ x }) {}), show(async ({ x }) => 1)); log(Object.prototype.toString.call(async () => {}), Object.prototype.toString.call(function* () {}), f instanceof Function, Object.getPrototypeOf(async function* () {}) === Object.getPrototypeOf(async function* ({ x }) {}), Reflect.construct(f, [], A) instanceof A, f.bind(null, 1).name, f.bind(null, 1).length);
  `,
  'names that a program could trip over': `
    const before = new Set(Object.getOwnPropertyNames(globalThis));  for (const k of Object.getOwnPropertyNames(globalThis)) if (!before.has(k)) log('new', k); (function () { var _$ = 1, _$e = 2, T = 3, B = 4, enter = 5, leave = 6, begin = 7, register = 8; log(_$, _$e, T, B, enter, leave, begin, register) })(); for (const k in function () {}) log(k); let _$B = 1, _$T = 2; async function g() { const _$T = await 3; return _$T + _$B } exports.done = g().then(log);
  `,
  'proxies as functions, classes and bodies': `
    const seen = []; const spy = (f) => new Proxy(f, { apply: (t, self, args) => (seen.push('apply'), Reflect.apply(t, self, args)), construct: (t, args, n) => (seen.push('construct'), Reflect.construct(t, args, n)), get: (t, k, r) => (seen.push('get ' + String(k)), Reflect.get(t, k, r)) });
    const f = spy(function f({ a } = { a: 1 }) { return new.target ? { a } : a }); log(f(), new f(), f.call(null, { a: 2 }), seen.splice(0)); const A = spy(class A { constructor(x = 1) { this.x = x } static s() { return this === A } }); class B extends A { constructor() { super(2) } } log(new B().x, A.s(), B.s(), seen.splice(0)); const g = spy(function* () { yield 1 }); log([...g()], seen.splice(0)); const h = spy(async () => { await null; return 5 }); exports.done = h().then((v) => log(v, seen));
  `,
  'stack traces name the same functions in the same order': `
    const names = (error) => error.stack.split('\\n').slice(1).map((line) => /at (?:async )?([\\w.<># \\[\\]]+) \\(/.exec(line)?.[1]).filter((name) => name && /^(?:new )?(?:async )?[A-Z]?[a-z]?\\b|outer|inner|late|make/.test(name)).slice(0, 4); function inner(a = new Error('default'), { b } = {}) { return [a, new Error('body')] } function outer() { return inner() } for (const error of outer()) log(names(error)); class Maker { make() { return (() => new Error('arrow'))() } static late() { return new this().make() } } log(names(Maker.late())); function* lateGenerator() { yield new Error('generator') } log(names([...lateGenerator()][0]));
  `,
  'errors keep their identity, and their frames are captured where they were': `
    const error = new Error('once'); function thrower() { throw error } async function later() { await null; thrower() } function* gen() { yield* (function* () { thrower() })() } const caught = []; for (const f of [thrower, () => [...gen()], () => new (class { constructor() { thrower() } })(), () => ({ get x() { return thrower() } }).x]) try { f() } catch (e) { caught.push(e === error) } const limit = Error.stackTraceLimit; Error.stackTraceLimit = 0; try { (function f() { null.x })() } catch (e) { caught.push(e.stack.split('\\n').length) } Error.stackTraceLimit = limit; const own = {}; Error.captureStackTrace(own, thrower); caught.push(typeof own.stack); exports.done = later().catch((e) => log(caught, e === error));
  `,
  'a thousand coroutines, tokens used again and again': `
    async function f(n) { await null; if (n % 3 === 0) throw n; return n } function* g(n) { try { yield n; yield n + 1 } finally { total++ } } let total = 0; exports.done = (async () => { for (let round = 0; round < 4; round++) { const all = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => f(i))); total += all.filter((r) => r.status === 'fulfilled').length; const open = Array.from({ length: 50 }, (_, i) => g(i)); for (const it of open) it.next(); for (const it of open.reverse()) it.return() } log(total) })();
  `,
  'setters on Array.prototype and Object.prototype': `
    const spy = (target, key) => Object.defineProperty(target, key, { __proto__: null, configurable: true, get() { return undefined }, set(v) { log('set', key) } });
    for (const key of [0, 1, 2, 3, 5, 8]) spy(Array.prototype, key); for (const key of ['next', 'return', 'token', 'site', 'then', 'value', 'done', 'get', 'set', 'enumerable']) spy(Object.prototype, key);
    function f(a = (() => 1)(), [b] = [2]) { return a + b } function* g() { yield* [f()]; yield* h() } function* h() { yield f() } async function k() { for await (const x of g()) log(x); return await f() } const it = g(); log(it.next().value, it.next().value); exports.done = k().then(log);
  `,
  'Array iteration is taken away, or lies': `
    const own = Array.prototype[Symbol.iterator]; const keep = Reflect.apply; let asked = 0; Array.prototype[Symbol.iterator] = function () { asked++; return keep(own, this, []) }; Object.getPrototypeOf([][Symbol.iterator]()).next2 = 1;
    function f({ a } = {}, ...rest) { return rest.length } function* g() { yield f(1, 2); yield* own.call([1]) } async function h() { await null; return f(1) } const it = g(); it.next(); it.next(); it.next(); f(); exports.done = h().then((x) => { log(x, asked); delete Array.prototype[Symbol.iterator]; f(1); const jt = g(); jt.next(); return h().then((y) => { Array.prototype[Symbol.iterator] = own; log(y, asked) }) });
  `,
  'Function.prototype, Reflect, Symbol and Map are patched': `
    Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw new Error('patched') }; Reflect.apply = Reflect.getPrototypeOf = Object.getPrototypeOf = Object.defineProperty = () => { throw new Error('patched') }; Map.prototype.get = Map.prototype.set = WeakMap.prototype.get = WeakMap.prototype.set = Set.prototype.has = Set.prototype.add = () => { throw new Error('patched') }; Array.prototype.push = Array.prototype.pop = Array.prototype.fill = Array.prototype.map = Array.isArray = () => { throw new Error('patched') }; Math.min = Math.max = Math.floor = () => { throw new Error('patched') };
    function* inner() { yield 1 } function* outer(a = (() => 0)()) { yield* inner(); yield* 'x'; yield* { [Symbol.iterator]: () => inner() } } for (let n = 0; n < 3; n++) for (const x of outer()) log(x); async function f({ a } = {}) { for await (const x of outer()) log(x); return 'over' } exports.done = f().then(log);
  `,
};
