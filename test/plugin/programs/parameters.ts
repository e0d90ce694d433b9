/** Defaults and patterns, wherever they are evaluated. */
export const parameters = {
  'values, order and length': `
    const order = [];
    const say = (x) => (order.push(x), x);
    function f(a, b = say('b'), { c = say('c') }, d = b + a, ...[e = say('e')]) { return [a, b, c, d, e] }
    log(f, f(1, undefined, {}), f(1, 2, { c: 3 }, 4, 5), order);
    const arrow = ({ x }, [y] = [say('y')]) => [x, y];
    log(arrow, arrow({ x: 1 }));
    const method = { set p({ q = say('q') }) { this.r = q } };
    method.p = {};
    log(method.r);
    class A { constructor({ a }, b = say('ctor')) { this.a = a; this.b = b } }
    log(A, new A({ a: 1 }));
  `,
  'arguments beside a pattern, in what awaits': `
    async function f({ a }) { const given = arguments.length; return [await a, given, arguments[0].a] }
    async function g([a], b) { b = await a; return arguments[1] }
    exports.done = f({ a: 1 }).then(log).then(() => g([1], 2)).then(log);
  `,
  'names of anonymous defaults': `
    function f({ a }, b = function () {}, c = () => {}, d = class {}, e = (function () {})) { return [b.name, c.name, d.name, e.name] }
    log(f({}), f({}, 1)[0]);
    function* g(a, b = function () {}, { c = class {} } = {}) { yield [b.name, c.name] }
    log(...g());
    function named({ a }, b = function other() {}) { return b.name }
    log(named({}));
  `,
  'dead zones and scopes': `
    var x = 'outer';
    function early(a = b, { b }) {}
    try { early(undefined, {}) } catch (error) { log(error) }
    function self(a = a, [c]) {}
    try { self(undefined, []) } catch (error) { log(error) }
    function closes({ a }, get = () => x) { var x = 'inner'; return [get(), x] }
    log(closes({}));
    function closesOver({ a }, get = () => a) { a = 2; return get() }
    log(closesOver({ a: 1 }));
    function lexical({ a }, get = () => y) { let y = 'inner'; return get() }
    var y = 'outer y';
    log(lexical({}));
    function hoists({ a }) { return g(); function g() { return a } }
    log(hoists({ a: 9 }));
  `,
  'arguments stay unmapped': `
    function f({ a }, b) { b = 2; return arguments[1] }
    log(f({}, 1), f.length);
    function g({ a }, b) { arguments[1] = 2; return b }
    log(g({}, 1));
    function h({ a }) { try { return typeof arguments.callee } catch (error) { return error.name } }
    log(h({}));
  `,
  errors: `
    const fail = () => { throw new Error('default') };
    function f(a = fail()) {}
    try { f() } catch (error) { log(error) }
    function pattern({ a }) {}
    try { pattern() } catch (error) { log(error.name) }
    async function later(a = fail()) {}
    function* generator(a = fail()) {}
    async function* both({ a } = fail()) {}
    try { generator() } catch (error) { log('at the call', error) }
    try { both() } catch (error) { log('at the call', error) }
    exports.done = later().catch((error) => log('rejected', error));
  `,
  generators: `
    const order = [];
    const say = (x) => (order.push(x), x);
    function* g(a, b = say('b'), { c = say('c') } = {}, ...rest) { order.push('body'); yield [a, b, c, rest] }
    log(g);
    const generator = g(1);
    log(order);
    log(...generator, order);
    log(...g(1, 2, { c: 3 }, 4, 5));
    class A { *m(a = say('m'), ...[b = say('rest')]) { yield [a, b] } }
    log(A.prototype.m, ...new A().m(), ...new A().m(1, 2));
    function* holes(a = 1, [b, , c] = [say(1), 2, say(3)]) { yield [a, b, c, arguments.length] }
    log(...holes(), ...holes(4, [5, 6, 7], 8));
    async function* ag(a = say('ag'), { length } = 'abc') { yield [a, length] }
    exports.done = ag().next().then((result) => log(ag, result));
  `,
  'parameters named like keywords of the other mode': `
    function f(let, { a } = {}) { return [let, a] }
    log(f(1, { a: 2 }));
    function g(static, { a }) { return [static, a] }
    log(g(1, { a: 2 }));
    function h({ a }, arguments) { return arguments }
    log(h({}, 3));
  `,
};
