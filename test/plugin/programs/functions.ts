/** Bodies, hoisting, names, `this` and the like. */
export const functions = {
  'names and lengths': `
    const arrow = (a, b = 1) => a;
    const object = { method(a) {}, get x() { return 1 }, async *gen(a, { b }) {}, ['computed' + 1]() {} };
    class A { static s(a, b) {} #p() {} constructor(a, [b], c = 1) {} field = () => {}; static anon = function () {} }
    function named(a, b, ...c) {}
    log(arrow, object.method, object.gen, object.computed1, A, A.s, new A(1, []).field, A.anon, named);
    log(Object.getOwnPropertyDescriptor(object, 'x').get);
  `,
  'this, arguments, new.target': `
    function f() { return [this === undefined, arguments.length, new.target === f] }
    log(f(1, 2), JSON.stringify(new f().constructor === f));
    function strict() { 'use strict'; return this }
    log(strict() === undefined, f.call(3)[0]);
    function mapped(a) { arguments[0] = 2; return a }
    log(mapped(1));
    const arrowArguments = (function () { return () => arguments[0] })(7);
    log(arrowArguments());
  `,
  'derived constructors': `
    class Base { constructor() { this.made = new.target.name } }
    class Derived extends Base { constructor(x) { const y = x + 1; super(); this.y = y } get z() { return super.constructor.name } }
    class Returns extends Base { constructor() { super(); return { other: 1 } } }
    class Fails extends Base { constructor() { this.x } }
    log(new Derived(1), new Derived(1).z, new Returns());
    try { new Fails() } catch (error) { log(error) }
  `,
  'static blocks, fields, private names': `
    const order = [];
    class A {
      static { order.push('block'); var local = 1; function inner() { return local } order.push(inner()) }
      static first = order.push('field');
      #secret = () => order.push('secret');
      static #hidden() { return 'hidden' }
      run() { this.#secret(); return A.#hidden() }
      static { order.push(this === A) }
    }
    log(new A().run(), order);
  `,
  'hoisting without lexical names': `
    function f() { log(typeof g, g()); return g; function g() { return 1 } }
    log(f()());
    function twice() { return g(); function g() { return 1 } function g() { return 2 } }
    log(twice());
    function overParameter(g) { return typeof g; function g() {} }
    log(overParameter(1));
  `,
  'hoisting beside lexical names': `
    function f() { let q = 1; log(typeof g); return g(); function g() { return q } }
    log(f());
    function dead() { try { g() } catch (error) { log(error) } let q = 1; function g() { return q } }
    dead();
    function withVar() { let q = 1; var g; log(typeof g, g.name); function g() { return q } return g() }
    log(withVar());
    function withVarAssigned() { let q; var g = 3; function g() {} return g }
    log(withVarAssigned());
    function overParameter(g) { let q = 1; log(typeof g, arguments[0] === g); function g() { return q } return g() }
    log(overParameter(5));
    function nested() { let q = 1; log(typeof g); { function g() { return 2 } } function g() { return 1 } return g() }
    log(nested());
    async function kinds() { let q = 1; var a, b; function* a() { yield q } async function b() { return q } return [[...a()], await b(), a.name] }
    exports.done = kinds().then(log);
  `,
  'direct eval': `
    function f(code) { let q = 1; const r = eval(code); return [typeof g, typeof late, r]; function g() {} }
    log(f('var late = 1; q'), f('g = 2; typeof g'));
    function args(a) { return eval('arguments.length') + (() => eval('arguments.length'))() }
    log(args(1, 2));
    function inDefaults({ a }, b = eval('a')) { return b }
    log(inDefaults({ a: 4 }));
  `,
  'blocks and switches': `
    function f(x) { switch (x) { case 1: function g() { return 'g' } default: return typeof g } }
    log(f(1), f(2));
    function block() { if (true) { function h() { return 1 } } return h() }
    log(block());
    function labelled() { L: function g() { return 1 } let q; return g() }
    log(labelled());
  `,
  'exceptions and finally': `
    function thrower() { throw new RangeError('x') }
    function catches() { try { thrower() } catch (error) { return error.message } finally { log('finally') } }
    function overrides() { try { return 1 } finally { return 2 } }
    function breaks() { for (;;) { try { return 1 } finally { break } } return 3 }
    log(catches(), overrides(), breaks());
    thrower();
  `,
  'stack traces': `
    function where() { return new Error('x').stack.split('\\n').slice(1, 4).map((line) => line.trim().split(' ')[1]) }
    const api = { call() { return where() } };
    log(api.call()[0], api.call()[1]);
    async function inner() { await null; throw new Error('late') }
    async function outer() { await inner() }
    exports.done = outer().catch((error) => log(error.stack.includes('async outer')));
  `,
  with: `
    const seen = [];
    const scope = new Proxy({ y: 2 }, { has(target, key) { seen.push(String(key)); return key in target } });
    function f() { with (scope) { return (function () { return y })() } }
    log(f(), seen);
    function* g() { with (scope) { yield y } }
    log([...g()], seen);
  `,
  'default exports and accessors': `
    const object = { get a() { log('get'); return 1 }, set a(value) { log('set', value) } };
    object.a = object.a + 1;
    object.a += 5;
    const { a, missing = (() => 'default')() } = object;
    log(a, missing);
  `,
};
