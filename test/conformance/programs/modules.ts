/** Modules by file names; the first is the one that is run. Each logs whatever an instrumented copy could get wrong. */
export const modules: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a cycle: functions are there before their module, all else is not': {
    'a.js': `import { seen } from './b.js'; export function early(x = helper(), { y } = { y: 1 }) { return [x, y] } function helper() { return 'helper' } export const late = () => 1; export class C {} export default function () { return early() } export async function* ag() { yield helper() } log(seen);`,
    'b.js': `import def, { early, late, C, ag } from './a.js'; import * as self from './b.js'; export const seen = [early(), def(), def.name]; for (const f of [() => late(), () => new C(), () => self.after]) try { f() } catch (error) { seen.push(error.name) } export let after = 1; for await (const x of ag()) seen.push(x);`,
  },
  'bindings are live, namespaces have no more than what is exported': {
    'a.js': `import * as b from './b.js'; import { n, inc, default as d } from './b.js'; log(Object.keys(b), n, inc(), n, b.n, d(), d.name); try { b.n = 5 } catch (error) { log(error.name) } log(Object.getOwnPropertyDescriptor(b, 'n').writable, b[Symbol.toStringTag], 'x' in b); log(typeof this, import.meta !== undefined);`,
    'b.js': `export let n = 0; export function inc() { return ++n } export default () => 'default'; export { inc as increase }; export * from './c.js';`,
    'c.js': `export const fromC = 1; export default 'hidden'; export * as again from './c.js';`,
  },
  'top-level awaits, in siblings and in order': {
    'a.js': `import './b.js'; import './c.js'; import { value } from './d.js'; log('a', value); const work = () => 'worked'; try { await Promise.reject(new Error('no')) } catch ({ message }) { log(message, work()) } finally { log('finally') } for await (const x of [1, Promise.resolve(2)]) log(x, work()); for (const y of [3]) { await y; log(y) } if (await true) { log(await work()) } label: { await 0; break label } log('end');`,
    'b.js': `log('b1'); await null; log('b2'); await null; log('b3'); function unused() {}`,
    'c.js': `log('c1'); await null; log('c2'); (async () => { await null; log('detached') })();`,
    'd.js': `import './b.js'; export const value = await (async () => { await null; return 'd' })(); log('d');`,
  },
  'bodies that throw, early and late': {
    'a.js': `const fail = async (name) => import(name).then(() => 'fine', (error) => error.message ?? error); const work = () => 'work'; log(await fail('./b.js'), work()); log(await fail('./b.js')); log(await fail('./c.js'), await fail('./d.js'), await fail('./e.js')); log(await Promise.all([fail('./f.js'), fail('./c.js')]), work());`,
    'b.js': `function thrower() { throw new Error('at once') } thrower();`,
    'c.js': `await null; throw new Error('after a wait')`,
    'd.js': `import './c.js'; log('never');`,
    'e.js': `const x = (() => { throw 'in a declaration' })(); export class A {}`,
    'f.js': `export const f = async () => { await null; return 'f' }; log(await f()); export default class { static { log('static block') } }`,
  },
  'dynamic imports from functions, and names of what is exported': {
    'a.js': `async function load(name, { key } = { key: 'default' }) { const module = await import(name); return module[key] } const c = await load('./b.js'); log(c.name, (await load('./c.js'))(), new c().m(), await load('./b.js', { key: 'f' }).then((f) => f.name + f.length)); export { load as default, c as "string name" };`,
    'b.js': `export default class { m(x = super.toString()) { return x } } export const f = (a, { b } = {}) => a;`,
    'c.js': `export default () => { const g = () => {}; return g.name }`,
  },
  'hoisted functions of every kind beside lexical names': {
    'a.js': `log(f(), typeof g, typeof h); try { usesLexical() } catch (error) { log(error.name) } let lexical = 'set'; log(usesLexical(), await h(), [...g()]); function f() { return 'f' } function* g() { yield lexical } async function h() { await null; return lexical } function usesLexical() { return lexical } { function f() { return 'block' } log(f()) } log(f());`,
  },
};
