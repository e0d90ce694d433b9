/** Section by section what PROBES of function bodies could break: hoisting, scopes, names, classes, completion values. */
export const bodies = {
  'a block function and the var of its name': `
    log(typeof inner, inner);
    { function inner() { return 1 } }
    log(typeof inner, inner());
    inner = 5;
    { log(typeof inner); function inner() { return 2 } inner = 7; log(inner) }
    log(inner);
  `,
  'a block function in a function, before and after its block': `
    (function () {
      log(typeof f);
      { f(); function f() { log('in block') } }
      f();
      var before = f;
      { function f() { return 'second' } }
      log(before === f, f());
    })();
  `,
  'a block function that a let shadows stays in its block': `
    (function () { let f = 'let'; { function f() {} log(typeof f) } log(f) })();
    (function () { { let g = 1; { function g() {} log(typeof g) } log(g) } log(typeof g) })();
    (function (h) { { function h() {} log(typeof h) } log(typeof h) })('parameter');
    (function () { try { throw 1 } catch (k) { { function k() {} } log(typeof k) } log(typeof k) })();
  `,
  'a block function and a parameter default of its name': `
    (function (f, x = f) { { function f() {} } log(typeof f, typeof x) })(1);
    (function (x = () => typeof f) { { function f() {} } log(typeof f, x()) })();
    (function ([f] = [3], y = (() => 2)()) { { function f() {} } log(typeof f, y) })();
  `,
  'functions under if without braces': `
    (function () { if (true) function a() { return 1 } else function b() { return 2 } log(typeof a, typeof b, a()) })();
    (function () { if (false) function a() {} log(typeof a) })();
  `,
  'functions in cases of a switch': `
    (function (x) {
      log(typeof f, typeof g);
      switch (x) { case 0: function f() { return x } case 1: log(f(), typeof g); break; case 2: async function* g() {} let q = 1; log(q) }
      log(typeof f);
    })(1);
    (function () { switch (1) { case 0: let dead; case 1: try { dead } catch (error) { log(error.name) } } })();
  `,
  'the same function twice, in a block and at the top': `
    (function () { function f() { return 1 } function f() { return 2 } log(f()) })();
    (function () { let q = 3; function f() { return 1 } function f() { return q } log(f()) })();
    (function () { { function f() { return 1 } function f() { return 2 } log(f()) } log(f()) })();
  `,
  'functions over arguments and var arguments': `
    (function () { log(typeof arguments); function arguments() {} })(1);
    (function () { var arguments; log(typeof arguments, arguments.length) })(1, 2);
    (function () { let q; log(typeof arguments); function arguments() {} })(1);
    (function (a = 1) { var arguments; log(typeof arguments) })();
    (() => { var arguments = 9; log(arguments) })();
  `,
  'a dead zone that a hoisted function reaches into': `
    (function () { const early = () => x; try { early() } catch (error) { log(error.name) } let x = 1; log(early()) })();
    (function () { try { f() } catch (error) { log(error.name) } const x = 2; function f() { return x } log(f()) })();
    (function () { try { f() } catch (error) { log(error.name) } class C {} function f() { return new C() } log(f() instanceof C) })();
    try { late } catch (error) { log(error.name) } let late = 1;
  `,
  'const stays constant, whoever assigns': `
    (function () { const x = 1; try { x = 2 } catch (error) { log(error.name) } function f() { x = 3 } try { f() } catch (error) { log(error.name) } log(x) })();
    (function self() { try { self = 1 } catch (error) { log(error.name) } log(typeof self) })();
    class K { static m() { try { K = 1 } catch (error) { log(error.name) } } } K.m();
  `,
  'eval in bodies declares where it should': `
    (function () { eval('var a = 1'); log(typeof a); log(delete globalThis.a, typeof a) })();
    (function () { let q = 2; eval('function g() { return q }'); log(typeof g === 'function' ? g() : typeof g) })();
    (function (a) { eval('var a = 3'); log(a, arguments[0]) })(1);
    (function () { let q; try { eval('var q = 1') } catch (error) { log(error.name) } log(q) })();
    (function () { { let r; try { eval('var r') } catch (error) { log(error.name) } } })();
    (function () { log(eval('new.target'), eval('this') === undefined) }).call(undefined);
    (() => { try { log(typeof eval('arguments')) } catch (error) { log(error.name) } })();
  `,
  'eval beside functions declared in the body': `
    (function () { eval('f = 1'); log(typeof f); function f() {} })();
    (function () { let q = 1; eval('f = q'); log(typeof f); function f() {} })();
    (function () { eval('var f = 2'); log(typeof f); function f() {} })();
    (function () { eval('function f() { return 2 }'); log(f()); function f() { return 1 } })();
    (function () { log(eval('typeof f')); function f() {} log(eval('f.name + f.length')) })();
  `,
  'indirect eval and Function see the global scope only': `
    (function () { var hidden = 1; log((0, eval)('typeof hidden'), new Function('return typeof hidden')()) })();
    (function () { const make = Function('a', 'b', 'return a + b'); log(make(1, 2), make.name, make.length) })();
    const AsyncFunction = (async () => {}).constructor; const GeneratorFunction = (function* () {}).constructor;
    log(GeneratorFunction('yield 1; return 2')().next());
    exports.done = AsyncFunction('x', 'return await x')(Promise.resolve(3)).then(log);
  `,
  'arguments, mapped and not': `
    (function (a, b) { a = 9; arguments[1] = 8; log(arguments[0], b, arguments.length, delete arguments[0], a, arguments[0]); arguments[0] = 7; log(a) })(1, 2);
    (function (a) { 'use strict'; a = 9; log(arguments[0]); arguments[0] = 8; log(a) })(1);
    (function (a, ...rest) { a = 9; log(arguments[0], rest) })(1, 2);
    (function (a) { let q = 1; a = 9; log(arguments[0]); Object.defineProperty(arguments, 0, { writable: false }); a = 10; log(arguments[0]); function f() { return a } log(f()) })(1);
    (function () { const inner = () => arguments[0]; arguments[0] = 2; log(inner(1), [...arguments], Object.prototype.toString.call(arguments)) })(3);
    (function (a) { for (const x of arguments) log(x); log(Object.keys(Object.getOwnPropertyDescriptors(arguments))) })('x', 'y');
  `,
  'callee and caller': `
    (function named() { try { log(arguments.callee === named) } catch (error) { log(error.name) } })();
    (function (a = 1) { try { arguments.callee; log('callee') } catch (error) { log(error.name) } })();
    log(Object.getOwnPropertyNames(function () {}).sort(), Object.getOwnPropertyNames(() => {}).sort(), Object.getOwnPropertyNames(class { static m() {} }).sort());
    log(Object.getOwnPropertyNames(async () => {}).sort(), Object.getOwnPropertyNames(function* () {}).sort(), Object.getOwnPropertyNames(({ m() {} }).m).sort());
  `,
  'what functions can be constructed': `
    for (const f of [function () {}, () => {}, async function () {}, function* () {}, ({ m() {} }).m, class {}, async () => {}, Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x').get])
      try { new f(); log('made') } catch (error) { log(error.name) }
    class A {} try { A() } catch (error) { log(error.name) }
    log('prototype' in (() => {}), 'prototype' in function () {}, 'prototype' in ({ m() {} }).m, typeof (function* () {}).prototype);
  `,
  'names are inferred where the language says so': `
    const a = () => {}, b = function () {}, c = class {}, d = async () => {}, e = function* () {};
    let g; g = () => {}; var h = (() => {}); const i = (0, () => {});
    log([a, b, c, d, e, g, h, i].map((f) => f.name));
    const symbol = Symbol('described'); const o = { a: () => {}, ['b' + 1]: function () {}, [symbol]: () => {}, m() {}, get x() { return 1 }, async *y() {}, [symbol.toString()]() {}, __proto__: () => {} };
    log(Object.values(o).map((f) => f && f.name), o[symbol].name, Object.getPrototypeOf(o).name);
    const { j = () => {}, k: l = class {} } = {}; const [n = function () {}] = [];
    log(j.name, l.name, n.name);
    let p; ({ p = () => {} } = {}); log(p.name); p ??= 1; let q; q ??= () => {}; log(q.name); let r = 0; r ||= class {}; log(r.name);
    class S { static f = () => {}; static ['g'] = function () {}; static #h = () => {}; static h() { return S.#h.name } static name = 'own' }
    log(S.f.name, S.g.name, S.h(), S.name, (class { static name() {} }).name.name);
    log((function (z = () => {}) { return z.name })(), (({ z = () => {} }) => z.name)({}), (([z = class {}]) => z.name)([]));
  `,
  lengths: `
    log([(a, b) => 1, (a, b = 1, c) => 1, (...a) => 1, (a, ...b) => 1, ({ a }, [b]) => 1, (a = 1) => 1, function (a, { b } = {}, c) {}, async (a, b) => 1, function* (a, b = f(), c) {}].map((f) => f.length));
    class A { constructor(a, { b }, c = a) {} static m([a], b) {} set x({ y }) {} get x() { return 1 } async *g(a, b = A) {} }
    log(A.length, A.m.length, Object.getOwnPropertyDescriptor(A.prototype, 'x').set.length, A.prototype.g.length);
  `,
  'this in every kind of function': `
    const kind = (value) => value === undefined ? 'undefined' : value === globalThis ? 'global' : typeof value;
    (function () { log(kind(this)); (() => log(kind(this)))(); (function () { 'use strict'; log(kind(this)) })() })();
    function f() { return kind(this) } log(f.call(1), f.call(null), f.apply('x'), f.bind(true)(), new (function () { this.x = f.call(this) })().x);
    const o = { m() { return this === o }, a: () => kind(this), *g() { yield this === o }, async s() { return this === o }, get p() { return this === o } };
    log(o.m(), (0, o.m)(), o.a(), ...o.g(), o.p); exports.done = o.s().then(log);
  `,
  'class bodies: order of evaluation': `
    const key = (name) => (log('key', name), name); const value = (name) => (log('value', name), name);
    class A extends (log('heritage'), Object) {
      static [key('a')] = value('a'); [key('b')] = value('b'); static { log('block', this.a) }
      static [key('c')]() {} get [key('d')]() { return 1 } static async *[key('e')]() {} [key('f')];
      constructor() { log('before super'); super(); log('after super', this.b) }
    }
    new A(); log(Object.getOwnPropertyNames(A), Object.getOwnPropertyNames(new A()));
  `,
  'private members of every kind': `
    class A {
      #f = 1; static #s = 2; #m(a = this.#f) { return a } static #sm() { return A.#s } get #g() { return this.#f } set #g(v) { this.#f = v }
      async #am() { return this.#m() } *#gm() { yield* [this.#f, this.#g] }
      has(o) { return #f in o } run() { this.#g = 5; this.#g += 1; this.#f **= 1; return [this.#m(), this.#g, ...this.#gm(), A.#sm()] }
      steal(o) { return o.#f } call(o) { return o?.#m?.() } name() { return [this.#m.name, Object.getOwnPropertyNames(this)] } later() { return this.#am() }
    }
    const a = new A(); log(a.run(), a.has(a), a.has({}), a.call(a), a.call(null), a.name());
    for (const f of [() => a.steal({}), () => a.has(1), () => A.prototype.run.call({})]) try { f() } catch (error) { log(error.name) }
    exports.done = a.later().then(log);
  `,
  'an inner function looks up a private name of the class around': `
    class Outer { #x = 1; m() { let q = 2; return inner(this); function inner(o) { return o.#x + q } } static s(o) { return (() => (function () { return #x in o })())() } }
    log(new Outer().m(), Outer.s(new Outer()), Outer.s({}));
  `,
  'static blocks have a scope of their own': `
    var leaked = 'outer';
    class A { static x = 1; static { var leaked = 'inner'; let y = this.x; function f() { return y } A.r = [f(), leaked, typeof arguments0, new.target === undefined]; try { throw 1 } catch { A.c = 1 } } static { A.z = () => this.x; label: { break label } } }
    var arguments0; log(A.r, leaked, A.z(), A.c);
    try { class B { static { throw new RangeError('in a block') } } } catch (error) { log(error.message) }
    class C { static { (async () => { await null; log('later', this.name) })() } }
    exports.done = Promise.resolve().then(() => {});
  `,
  'derived constructors that call super late, twice, never or elsewhere': `
    class Base { constructor(x) { this.x = x; log('base', new.target.name) } }
    const tries = [
      class Late extends Base { constructor() { try { this } catch (error) { log(error.name) } super(1) } },
      class Twice extends Base { constructor() { super(1); try { super(2) } catch (error) { log(error.name) } } },
      class Never extends Base { constructor() {} },
      class Arrow extends Base { constructor() { const call = () => super(3); call(); log(this.x) } },
      class Eval extends Base { constructor() { eval('super(4)'); log(this.x) } },
      class Primitive extends Base { constructor() { super(5); return 1 } },
      class Void extends Base { constructor() { super(6); return undefined } },
      class Instead extends Base { constructor() { return { x: 'instead' } } },
      class InFinally extends Base { constructor() { try { return } finally { super(7) } } },
      class InDefault extends Base { constructor(a = super(8), { b } = this) { log(this.x, b) } },
      class Field extends Base { y = this.x + 1; z = (() => this.y)(); constructor() { super(9); log(this.y, this.z) } },
      class Loop extends Base { constructor() { for (;;) { try { super(10); break } finally { log('finally') } } } },
    ];
    for (const C of tries) try { log(C.name, new C().x) } catch (error) { log(C.name, error.name) }
  `,
  'super properties and home objects': `
    const base = { who() { return 'base ' + this.name }, get p() { return 'get ' + this.name }, set p(v) { this.set = v } };
    const derived = { __proto__: base, name: 'derived', who() { return super.who() + (() => super.p)() }, write() { super.p = 1; super.q = 2; return [this.set, this.q] }, async late() { await null; return super.who() }, *gen() { yield super.who(); yield super['p'] }, get p() { return super.p } };
    log(derived.who(), derived.write(), [...derived.gen()], derived.p);
    class A { static s() { return 'A.s' } m() { return 'A.m' } } class B extends A { static s() { return super.s() } m(x = super.m()) { return x } static f = super.s(); g = super.m(); static { log(super.s()) } }
    log(B.s(), new B().m(), B.f, new B().g); exports.done = derived.late().then(log);
  `,
  'new.target everywhere it may stand': `
    function F() { return { direct: new.target === F, arrow: (() => new.target === F)(), fallback: (function () { return new.target })() } }
    log(new F(), F()); log(Reflect.construct(F, [], class X {}).direct);
    class A { constructor(t = new.target) { log(t.name, eval('new.target') === t) } } new (class B extends A {})(); new A();
    ({ m() { log(new.target) } }).m();
  `,
  'accessors on classes, objects and their inheritance': `
    class A { static get s() { log('get s'); return 1 } static set s({ v = (log('default'), 2) }) { log('set s', v) } get x() { return this._x ?? 'none' } set x([a, ...b]) { this._x = [a, b] } }
    A.s; A.s = {}; A.s = { v: 3 }; const a = new A(); log(a.x); a.x = 'abc'; log(a.x); try { a.x = 1 } catch (error) { log(error.name) }
    log(Object.keys(Object.getOwnPropertyDescriptor(A.prototype, 'x')).sort(), Reflect.set(Object.create(a), 'x', [9]));
  `,
  'completion values through eval': `
    log(eval('1; function f() {}'), eval('var a = 1'), eval('{ 3 }'), eval('try { 1 } finally { 2 }'), eval('do { 5; break } while (1)'), eval('L: { 6; break L }'), eval('(function () { return 7 })()'), eval(''));
  `,
  'labels and jumps of every kind': `
    (function () { a: { b: { log('in'); break a } log('never') } log('out') })();
    (function () { outer: for (var i = 0; i < 3; i++) { inner: for (const j of [0, 1, 2]) { if (j === 1) continue outer; if (i === 2) break outer; log(i, j) } } })();
    (function () { for (const x of [1, 2]) try { if (x === 1) continue; return log('return', x) } finally { log('finally', x) } })();
    (function () { l: for (;;) { try { break l } finally { try { continue l } finally { break l } } } log('over') })();
    (function () { l: function g() {} log(typeof g) })();
    log((function () { do try { return 'try' } finally { break } while (true); return 'after' })());
  `,
  'finally that overrides what is on its way': `
    log((() => { try { return 'try' } finally { return 'finally' } })());
    log((() => { try { throw 1 } finally { return 'swallowed' } })());
    try { (() => { try { return 1 } finally { throw new Error('instead') } })() } catch (error) { log(error.message) }
    log((() => { let x = 1; try { return x } finally { x = 2 } })());
    log((() => { for (const x of [1, 2, 3]) { try { continue } finally { if (x === 2) return x } } })());
    try { (() => { try { throw new Error('first') } catch (error) { throw new Error(error.message + ' second') } finally { log('between') } })() } catch (error) { log(error.message) }
  `,
  'closures of loops have a binding for each round': `
    (function () { const fs = []; for (let i = 0, g = () => i; i < 3; i++) { fs.push(() => i, g); i += 0 } log(fs.map((f) => f())) })();
    (function () { const fs = []; for (const k in { a: 1, b: 2 }) fs.push(() => k); for (let x of 'cd') { fs.push(() => x); x += 1 } for (var v of [1, 2]) fs.push(() => v); log(fs.map((f) => f())) })();
    (function () { const fs = []; for (let i = 0; i < 2; i++) { function f() { return i } fs.push(f) } log(fs.map((f) => f()), typeof f) })();
  `,
  'with around functions, and objects that hide our names': `
    const asked = []; const spy = new Proxy({}, { has: (_, key) => (typeof key === 'string' && asked.push(key), false) });
    function plain() { return 'plain' }
    with (spy) { plain(); (() => plain())(); (function () { return plain() })() }
    log(asked);
    with ({ x: 1, f() { return this.x } }) { log(f(), (() => x)(), (function () { var x = 3; return x })()); var x = 2; log(x) }
    log(typeof x); with ({ [Symbol.unscopables]: { y: true }, y: 1 }) { log(typeof y) }
    exports.done = (async () => { with ({ w: 1 }) { await null; log(w) } })();
  `,
  'tagged templates keep one object for each place': `
    const tag = (strings, ...values) => (seen.push(strings), strings.raw.join('|') + values.length); const seen = [];
    function f(x) { return tag\`a\${x}\\n\${(() => x)()}\` } log(f(1), f(2), seen[0] === seen[1], Object.isFrozen(seen[0]));
    class A { static t(s) { return this === A && s[0] } m = tag\`field\` } log(A.t\`x\`, new A().m, (() => tag)()\`\${1}\`, tag\`\\unicode\`);
    async function later() { return tag\`\${await 1}-\${await 2}\` } exports.done = later().then(log);
  `,
  'optional chains, calls and this': `
    const o = { m() { return this === o }, n: null, get g() { log('get'); return () => this } }; const none = undefined;
    log(o?.m(), o.m?.(), o.n?.m(), none?.[log('never')], (o?.m)(), o.g?.() === undefined, delete o?.n, none?.a.b.c(), o?.['m']?.call(o));
    log((() => none?.x)(), (function () { return this?.m() }).call(o)); async function f() { return (await o)?.m?.(await 1) } exports.done = f().then(log);
  `,
  'directives first, also behind comments': `
    function f() { /* a */ 'use strict'; return this === undefined } log(f()); function g() { 'other'; 'use strict'; return (function () { return this })() } log(g() === undefined);
    function h() { ('use strict'); return typeof this } log(h()); const k = () => { 'use strict'; try { undeclared1 = 1 } catch (error) { return error.name } }; log(k()); async function l() { 'use strict'; return this } exports.done = l().then(log);
  `,
  'functions as values of odd places': `
    log([function () { return 1 }, () => 2].map((f) => f()), (function () { return 3 })?.(), (() => ({}))(), new (class { constructor() { this.x = (() => 4)() } })().x, (async () => {})() instanceof Promise, void function () {}(), typeof async function () {});
    var [a = (() => 'x')(), { b = (function () { return 'y' })() } = {}] = []; log(a, b, \`\${(() => 'z')()}\`, { ...(() => ({ s: 1 }))() }, [...(function* () { yield 5 })()], ((x) => x)\`t\`[0]);
    for (const f = () => 1; f(); ) { log('for'); break } for (var i = (() => 0)(); ((n) => n < 1)(i); ((x) => i++)()) log(i); if ((() => true)()) log('if'); do ; while ((() => false)()); switch ((() => 1)()) { case (() => 1)(): log('case') } 
    try { throw (() => 'thrown')() } catch (error) { log(error) } with_: { break with_ } 
  `,
};
