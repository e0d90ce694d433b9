/** for-of, for await, destructuring and spread: who is asked what, in which order, and who is closed. */
const source = `
  const source = (name, { length = 3, bad = {}, async = false } = {}) => ({ [async ? Symbol.asyncIterator : Symbol.iterator]() { log('open', name); let i = 0; const it = {
    next(...args) { log('next', name, args.length); if (bad.next === i) throw name + ' next'; return { done: i >= length, value: i++ } },
    return(...args) { log('return', name, args.length); if (bad.return) throw name + ' return'; return bad.primitive ? 1 : {} } };
    if (bad.none) delete it.return; if (bad.getter) Object.defineProperty(it, 'return', { get() { log('get return', name); throw name + ' getter' } }); return it } });
  const attempt = (f) => { try { log('result', f()) } catch (error) { log('thrown', error?.name ?? error) } };
  const attemptLater = async (f) => { try { log('result', await f()) } catch (error) { log('thrown', error?.name ?? error) } };
  const BAD = { fine: {}, none: { none: 1 }, next: { next: 1 }, return: { return: 1 }, primitive: { primitive: 1 }, getter: { getter: 1 } };
`;

export const iteration = {
  'for-of: every way out against every iterator': `${source}
    for (const [name, bad] of Object.entries(BAD)) for (const exit of ['end', 'break', 'return', 'throw', 'continue', 'outer'])
      attempt(() => { outer: for (const once of [0]) for (const x of source(name + ' ' + exit, { bad })) { if (x === 1) { if (exit === 'break') break; if (exit === 'return') return 'returned'; if (exit === 'throw') throw 'body'; if (exit === 'outer') continue outer } if (exit === 'continue') continue } return 'end' });
  `,
  'for-of around yield: every request against every iterator': `${source}
    for (const [name, bad] of Object.entries(BAD)) for (const how of ['next', 'return', 'throw']) { function* g() { try { for (const x of source(name + ' ' + how, { bad })) log('sent', yield x) } finally { log('finally') } return 'end' } const it = g(); attempt(() => it.next()); attempt(() => it[how]('v')); attempt(() => it.next()) }
  `,
  'for-of around await: every way out against every iterator': `${source}
    exports.done = (async () => { for (const [name, bad] of Object.entries(BAD)) for (const exit of ['end', 'reject', 'break', 'return', 'outer'])
      await attemptLater(async () => { outer: for (const once of [0]) for (const x of source(name + ' ' + exit, { bad })) { await null; if (exit === 'reject') await Promise.reject('rejected'); if (exit === 'break') break; if (exit === 'return') return 'returned'; if (exit === 'outer') continue outer } return 'end' }) })();
  `,
  'for await: every way out against every async iterator': `${source}
    exports.done = (async () => { for (const [name, bad] of Object.entries(BAD)) for (const exit of ['end', 'break', 'return', 'throw', 'reject', 'outer'])
      await attemptLater(async () => { outer: for (const once of [0]) for await (const x of source(name + ' ' + exit, { bad, async: true })) { if (x === 1) { if (exit === 'break') break; if (exit === 'return') return 'returned'; if (exit === 'throw') throw 'body'; if (exit === 'reject') await Promise.reject('rejected'); if (exit === 'outer') continue outer } } return 'end' }) })();
  `,
  'for await: every way out against every sync iterator': `${source}
    exports.done = (async () => { for (const [name, bad] of Object.entries(BAD)) for (const exit of ['end', 'break', 'return', 'throw', 'reject', 'outer'])
      await attemptLater(async () => { outer: for (const once of [0]) for await (const x of source(name + ' ' + exit, { bad })) { if (x === 1) { if (exit === 'break') break; if (exit === 'return') return 'returned'; if (exit === 'throw') throw 'body'; if (exit === 'reject') await Promise.reject('rejected'); if (exit === 'outer') continue outer } } return 'end' }) })();
  `,
  'for await in an async generator: every request against every iterator': `${source}
    exports.done = (async () => { for (const async of [true, false]) for (const [name, bad] of Object.entries(BAD)) for (const how of ['next', 'return', 'throw']) { async function* g() { try { for await (const x of source(name + ' ' + how, { bad, async })) log('sent', yield x) } finally { log('finally') } return 'end' } const it = g(); await attemptLater(() => it.next()); await attemptLater(() => it[how]('v')); await attemptLater(() => it.next()) } })();
  `,
  'async yield*: every request against every iterator': `${source}
    exports.done = (async () => { for (const async of [true, false]) for (const [name, bad] of Object.entries(BAD)) for (const how of ['next', 'return', 'throw']) { async function* g() { try { return yield* source(name + ' ' + how, { bad, async }) } finally { log('finally') } } const it = g(); await attemptLater(() => it.next()); await attemptLater(() => it[how]('v')); await attemptLater(() => it.next()) } })();
  `,
  'yield*: every request against every iterator': `${source}
    for (const [name, bad] of Object.entries(BAD)) for (const how of ['next', 'return', 'throw']) { function* g() { try { return yield* source(name + ' ' + how, { bad }) } finally { log('finally') } } const it = g(); attempt(() => it.next()); attempt(() => it[how]('v')); attempt(() => it.next()) }
  `,
  'array destructuring against every iterator': `${source}
    for (const [name, bad] of Object.entries(BAD)) { attempt(() => { const [a, b] = source(name + ' two', { bad }); return [a, b] }); attempt(() => { let a; [a, ...[]] = source(name + ' rest', { bad }); return a }); attempt(() => { const [] = source(name + ' none', { bad }) }); attempt(() => { const [a = 1, [b]] = source(name + ' nested', { bad }) }); attempt(() => { const o = { set x(v) { throw 'setter' } }; [o.x] = source(name + ' setter', { bad }) }); attempt(() => { const [, , , , x = (() => { throw 'default' })()] = source(name + ' default', { bad }) }) }
  `,
  'array destructuring with yield in it, left by every request': `${source}
    for (const [name, bad] of Object.entries(BAD)) for (const how of ['next', 'return', 'throw']) { const o = {}; function* g() { try { [o[yield 'key'], o.b = yield 'default'] = source(name + ' ' + how, { bad, length: 1 }) } finally { log('finally') } return o } const it = g(); attempt(() => it.next()); attempt(() => it[how]('a')); attempt(() => it[how]('c')) }
  `,
  'array destructuring with await in it, left by a rejection': `${source}
    exports.done = (async () => { for (const [name, bad] of Object.entries(BAD)) { await attemptLater(async () => { const [a = await 'x', b = await Promise.reject('rejected')] = source(name + ' rejects', { bad, length: 0 }); return [a, b] }); await attemptLater(async () => { const [a, [b] = await [7]] = source(name + ' fine', { bad, length: 1 }); return [a, b] }) } })();
  `,
  'spread and the built-ins that iterate': `${source}
    for (const [name, bad] of Object.entries(BAD)) { attempt(() => [...source(name + ' array', { bad })]); attempt(() => Math.max(...source(name + ' call', { bad }))); attempt(() => new Set(source(name + ' set', { bad })).size); attempt(() => Array.from(source(name + ' from', { bad }), (x) => { if (x === 2) throw 'map'; return x })); attempt(() => new Map(source(name + ' map', { bad }))); attempt(() => Object.fromEntries(source(name + ' entries', { bad }))) }
    exports.done = Promise.all(Object.entries(BAD).map(([name, bad]) => Promise.all(source(name + ' all', { bad })).then(log, (error) => log('failed', error?.name ?? error))));
  `,
  'heads of for-of and for-in': `
    const o = { set p(v) { log('set', v) } }; let a, list = [], i = 0; for (o.p of 'xy') log('body'); for (list[i++] of [7, 8]); log(list); for ({ a = (() => 'default')() } of [{}, { a: 1 }]) log(a); for ([a, ...list] of ['abc']) log(a, list); for (o.p in { k: 1 }); for (const { length } in { key: 1 }) log(length); for (var [v] of ['v']) ; log(v); for (let of = 0; of < 1; of++) log('of'); for (let [x, f = () => x] of [[1], [2]]) { x++; log(f()) } try { for (const y of [y]) ; } catch (error) { log(error.name) } for (const z of (() => [3])()) { const z = 4; log(z) }
  `,
  'heads of for await': `
    const o = { set p(v) { log('set', v) } }; let a, i = 0; const list = []; async function* g(...xs) { yield* xs }
    exports.done = (async () => { for await (o.p of g(1, 2)) log('body'); for await (list[i++] of g(7, 8)); log(list); for await ({ a = await 'default' } of g({}, { a: 1 })) log(a); for await ([a, ...list.x] of g('abc')) log(a, list.x); for await (var [v] of ['v']) ; log(v); for await (let [x, f = () => x] of g([1], [2])) { x++; log(f()) } try { for await (const y of [y]) ; } catch (error) { log(error.name) } for await (const z of (() => [3])()) { const z = 4; log(z) } for await (const { length, ...rest } of ['ab']) log(length, rest); try { for await (const { x } of [null]) ; } catch (error) { log(error.name) } for await (const fn of g(1)) { log(typeof inner); function inner() { return fn } log(inner()) } L: for await (const q of g(1, 2)) { for (;;) { if (q === 1) continue L; break L } } })();
  `,
  'for await closes when its pattern fails': `
    const source = { [Symbol.asyncIterator]() { return { next: async () => ({ done: false, value: null }), return: async () => { log('closed'); return {} } } } };
    exports.done = (async () => { for (const f of [async () => { for await (const { x } of source) log('never') }, async () => { for await (const [x = fail()] of source) log('never') }, async () => { for await (fail().x of source) log('never') }, async () => { for await (const x of source) { const { y } = x } }]) try { await f() } catch (error) { log(error.name) } })(); function fail() { throw new RangeError('target') }
  `,
  'results that are read with getters, once each': `
    const result = (done, value) => ({ get done() { log('done'); return done }, get value() { log('value'); return value } }); const it = () => { let i = 0; return { next: () => result(i++ === 1, i) } };
    for (const x of { [Symbol.iterator]: it }) log(x); const [a, b] = { [Symbol.iterator]: it }; log(a, b); log((function* () { return yield* { [Symbol.iterator]: it } })().next().value);
    exports.done = (async () => { for await (const x of { [Symbol.asyncIterator]: it }) log(x); for await (const x of { [Symbol.iterator]: it }) log(x); const g = (async function* () { return yield* { [Symbol.asyncIterator]: it } })(); log(await g.next(), await g.next()) })();
  `,
  'values that are promises, under for await and async yield*': `
    const closed = (xs) => ({ [Symbol.iterator]() { let i = 0; return { next: () => ({ done: i >= xs.length, value: xs[i++] }), return() { log('closed'); return {} } } } }); const list = () => [Promise.resolve('p'), { then: (r) => r('thenable') }, 'plain', Promise.reject('bad'), 'never'];
    exports.done = (async () => { for (const xs of [list(), closed(list())]) try { for await (const x of xs) log(x) } catch (error) { log('caught', error) } try { for await (const x of (async function* () { yield* closed(list()) })()) log(x) } catch (error) { log('caught', error) } for await (const x of { [Symbol.asyncIterator]() { let i = 0; return { next: async () => ({ done: i > 0, value: Promise.resolve(i++) }) } } }) log(x instanceof Promise) })();
  `,
  'iterator helpers of ours over generators of ours': `
    const map = function* (xs, f) { for (const x of xs) yield f(x) }, filter = function* (xs, f) { for (const x of xs) if (f(x)) yield x }, take = function* (xs, n) { if (n <= 0) return; for (const x of xs) { yield x; if (--n === 0) return } }, flat = function* (xs) { for (const x of xs) if (typeof x === 'object') yield* flat(x); else yield x }; function* naturals() { try { for (let i = 0; ; i++) yield i } finally { log('closed') } }
    log([...take(filter(map(naturals(), (x) => x * x), (x) => x % 2), 3)], [...flat([1, [2, [3, [4]], 5]])], [...take(naturals(), 0)]); for (const x of map(naturals(), (x) => { if (x > 1) throw 'mapped'; return x })) { log(x); if (x === 0) continue; break }  try { for (const x of map(naturals(), () => { throw 'at once' })); } catch (error) { log(error) }
  `,
};
