/** Parameters: when and where defaults and patterns are evaluated, moved, iterated or left alone. */
export const parameters = {
  'the order of patterns, defaults and errors': `
    const say = (x) => (log(x), undefined);
    function f({ a = say('a'), ...b } = say('never') ?? {}, [c = say('c'), ...d] = [], e = say('e')) { log(a, b, c, d, e) }
    f(); f({ a: 1, z: 2 }, 'xyz', 3); try { f(null) } catch (error) { log(error.name) } try { f({}, 1) } catch (error) { log(error.name) }
  `,
  'defaults that throw, in every kind of function': `
    const fail = (what) => { throw new Error(what) };
    const kinds = [function (a = fail('function')) {}, (a = fail('arrow')) => 1, ({ m({ a } = fail('method')) {} }).m, Object.getOwnPropertyDescriptor({ set s(a = fail('setter')) {} }, 's').set, function* ([a] = fail('generator')) {}, async function (a = fail('async')) {}, async (a = fail('async arrow')) => 1, async function* (a = fail('async generator')) {}];
    for (const f of kinds) try { const made = f(); log(typeof made); if (made instanceof Promise) made.catch((error) => log('rejected', error.message)) } catch (error) { log('thrown', error.message) }
    class A { constructor(a = fail('constructor')) {} } try { new A() } catch (error) { log(error.message) } class B extends A { constructor({ b } = fail('derived')) { super() } } try { new B() } catch (error) { log(error.message) }
    exports.done = Promise.resolve().then(() => {});
  `,
  'IteratorClose of patterns in parameters': `
    const source = (name) => ({ [Symbol.iterator]() { log('open', name); let i = 0; return { next() { log('next', name); return { done: i > 2, value: i++ } }, return() { log('return', name); return {} } } } });
    const fail = () => { throw new Error('default') };
    function f([a, b] = source('f')) { log(a, b) } f(); function g([a, ...b] = source('g')) { log(a, b) } g(); function h([] = source('h')) {} h(); (([, , , , a = 'end']) => log(a))(source('arrow'));
    function* gen([a, b] = source('gen')) { yield a + b } log([...gen()]);
    try { (([a, { x } = fail(), y]) => 1)(source('null')) } catch (error) { log(error.name) } function k([a, b, c, d = fail()]) {} try { k(source('k')) } catch (error) { log(error.message) }
    try { (({ x: [z] }) => 1)({ x: { [Symbol.iterator]: () => ({ next: () => 1 }) } }) } catch (error) { log(error.name) }
  `,
  'dead zones between parameters': `
    for (const f of [(a = b, b) => 1, (a, b = (() => c)(), c) => 1, ({ a = b }, { b }) => 1, function (a = a, { x } = {}) {}, (a = () => b, c = a(), b) => 1, function* (a = b, b = (() => 1)()) {}]) try { f(undefined, undefined); log('fine') } catch (error) { log(error.name, error.message) }
    ((a, b = a, c = (() => a + b)(), { d = c } = {}) => log(a, b, c, d))(1);
  `,
  'closures of defaults and variables of the body': `
    var x = 'global';
    (function (get = () => x, { y } = {}) { var x = 'body'; log(get(), x) })();
    (function (x, get = () => x, { y } = {}) { var x; log(x, get()); x = 'changed'; log(x, get()) })('given');
    (function (x, get = () => x, { y } = {}) { x = 'changed'; log(x, get()) })('given');
    (function (set = (v) => { x = v }, x = 1, { y } = {}) { set('set'); log(x) })();
    (function (get = () => typeof f, [y] = []) { function f() {} log(get(), typeof f) })();
    (function ({ f }, get = () => f) { function f() { return 'body' } log(typeof f, get()) })({ f: 'given' });
    (function (get = () => z, { y } = {}) { try { get() } catch (error) { log(error.name) } let z = 1 })();
    (function (x = 'p', { y } = {}, get = () => x) { { let x = 'block'; log(get(), x) } { var x2 = x; } log(x2) })();
  `,
  'eval in defaults has a scope of its own': `
    (function (a = eval('var hidden = 1; 2'), b = typeof hidden) { log(a, b, typeof hidden) })();
    (function (a = eval('var v = 1'), get = () => typeof v) { var v = 2; log(get(), v) })();
    ((a = eval('var w = 5'), b = typeof w) => log(b))(); try { (function (a = eval('var a')) {})() } catch (error) { log(error.name) }
    (function (a = (() => eval('arguments.length'))()) { log(a) })(undefined, 2); function* g(a = eval('1 + 1'), { b } = { b: a }) { yield [a, b] } log(...g());
  `,
  'this, super, new.target and arguments in defaults': `
    const o = { x: 1, m(a = this.x, { b } = { b: arguments.length }, c = () => this) { log(a, b, c() === o) } }; o.m();
    class A { constructor(a = new.target.name, { length } = arguments) { log(a, length) } v() { return 'A' } } class B extends A { constructor(a = super('x', 1), { c } = this) { log(c) } v({ d } = {}, e = super.v()) { log(d, e) } static s([f] = [this.name], g = super.name) { log(f, g) } } new B().v(); B.s(); new A();
    (function (a, b = arguments[0], { c } = arguments) { arguments[0] = 9; log(a, b, c) })(1); (function* (a = this.x, [b] = [arguments.length]) { log(a, b) }).call(o).next();
    ((a = (() => 1)(), { b } = {}) => log(a, b)).call(o); async function f(a = await0(), { b } = arguments) { log(a, b) } function await0() { return 'called' } exports.done = f();
  `,
  'yield and await as names in defaults': `
    (function (a = typeof notYield, { b } = {}) { log(a, b) })();
    const asyncArrow = async (x = (async () => 1)(), { y } = {}) => log(await x, y); const arrowInGenerator = function* () { const f = (a = (() => 'plain')(), [b] = [1]) => [a, b]; yield f() };
    log([...arrowInGenerator()]); exports.done = asyncArrow();
  `,
  'rest elements with patterns, and holes': `
    (function (...[a, b = (() => 'b')(), ...{ length }]) { log(a, b, length) })(1, undefined, 3, 4);
    (function (a, ...{ length, 0: first = (() => 'none')() }) { log(a, length, first) })(1);
    ((...[, , third]) => log(third))(1, 2, 3); function* g(a, ...[b, ...c]) { yield [a, b, c, arguments.length] } log(...g(1, 2, 3, 4)); (async (...{ length }) => log(length))(1, 2);
    log((function (...[]) { return arguments.length })(1, 2), ((a, ...[b]) => 1).length, (function (...[a = 1]) {}).length);
  `,
  'getters and keys of object patterns': `
    const spy = new Proxy({ a: 1, b: undefined }, { get: (t, k) => (log('get', String(k)), t[k]), ownKeys: (t) => (log('ownKeys'), Reflect.ownKeys(t)), getOwnPropertyDescriptor: (t, k) => (log('descriptor', String(k)), Reflect.getOwnPropertyDescriptor(t, k)) });
    const key = (k) => (log('key', k), k);
    function f({ a, [key('b')]: b = (log('default'), 2), ...rest }) { log(a, b, rest) } f(spy); (({ a: { length } = 'xy', [key('z')]: { w } = { w: 3 } }) => log(length, w))(spy);
    function* g({ [key('a')]: a, b: { c } = { c: (log('inner'), 4) } }) { yield [a, c] } log(...g(spy));
  `,
  'parameters assigned, deleted, captured and shadowed': `
    (function (a, { b } = { b: 2 }) { a = b; b = 3; { let b = 4; log(b) } for (let b of [5]) log(b); log(a, b, delete a); try { throw 6 } catch (b) { log(b) } })(1);
    (function (a, b = (() => a)()) { const a2 = () => a; a++; log(a2(), b); b = a2; log(b()) })(1); (function f(f, { g } = {}) { log(typeof f, g) })(1); (function f({ g } = {}) { log(typeof f) })();
    (function (e, { e2 } = {}) { try { throw 1 } catch (e) { var e = 'var'; log(e) } log(e) })('parameter');
  `,
  'setters, methods and accessors with patterns': `
    const o = { set a({ x = (log('x'), 1) }) { log(x) }, set b([y = (log('y'), 2)] = []) { log(y) }, set c(z = (log('z'), 3)) { log(z) }, ['d' + 1]({ w } = (log('w'), { w: 4 })) { return w }, async e({ v }) { return v }, *f([u = (() => 5)()]) { yield u } };
    o.a = {}; o.b = []; o.c = undefined; log(o.d1(), ...o.f([])); try { o.a = null } catch (error) { log(error.name) } exports.done = o.e({ v: 6 }).then(log);
  `,
  'async functions reject for their parameters, at the same tick': `
    const order = []; const tick = async (n) => { for (let i = 0; i < n; i++) { await null; order.push(i) } };
    async function f({ a }) {} async function g(a = (() => { throw new Error('g') })()) {} const h = async ([a]) => 1;
    tick(5); f().catch((error) => order.push(error.name)); g().catch((error) => order.push(error.message)); h(1).catch((error) => order.push(error.name)); order.push('sync');
    exports.done = tick(6).then(() => log(order));
  `,
  'generators take their parameters at the call': `
    const order = []; function* g(a = order.push('a'), [b] = (order.push('b'), [1]), ...c) { order.push('body'); yield [a, b, c] } const made = g(); order.push('made'); made.next(); log(order);
    try { (function* ({ x }) {})() } catch (error) { log(error.name) } async function* ag(a = order.push('ag')) { order.push('ag body') } ag(); log(order); exports.done = ag().next().then(() => log(order));
    function* proto(a, { b } = {}) {} log(Object.getPrototypeOf(proto(1)) === proto.prototype, proto.length); proto.prototype = null; log(Object.getPrototypeOf(Object.getPrototypeOf(proto(1))) === Object.getPrototypeOf((function* () {}).prototype));
  `,
  'anonymous functions and classes in lists that move': `
    const names = (a = () => {}, { b } = {}, c = class {}, d = function* () {}, e = async () => {}, f = (() => {})) => [a, c, d, e, f].map((g) => g.name); log(names());
    log((function ({ x } = {}, a = class { static name = 'own' }, b = (0, () => {})) { return [a.name, b.name] })(), (function* ({ x } = {}, a = () => {}) { yield a.name })().next().value);
  `,
  'the value undefined, null and holes take their defaults or not': `
    const d = (() => 'd'); const f = (a = d(), { b = d() } = {}, [c = d(), e = d()] = []) => [a, b, c, e]; log(f(), f(null, { b: null }, [null]), f(undefined, { b: undefined }, [, 1]), f(0, { b: '' }, 'x'));
    log((function (a = d()) { return arguments.length })(undefined), (function* (a = d(), { b } = {}) { yield arguments.length })(undefined, undefined).next().value);
    try { Object.defineProperty(globalThis, 'document_all', { value: undefined, configurable: true }); log(f(document_all)) } finally { delete globalThis.document_all }
  `,
};
