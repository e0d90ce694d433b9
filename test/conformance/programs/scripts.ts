/** Scripts of one page, loaded one after the other; their completion values are what they show. */
export const scripts: Readonly<Record<string, readonly string[]>> = {
  'completion values': [
    `1; var x = 2; function f() {} if (true) { 'kept' } else ; try { 'tried' } finally { 'dropped' }`,
    `do { 'body'; if (true) continue; } while (false); switch (1) { case 1: 'one'; break } var y = 5;`,
    `'value'; function last() {}`,
    `L: { 'labelled'; break L; }`,
    `(function () { return 'called' })();`,
    `let lexical = 1; lexical;`,
    `class A {} ;`,
    `for (const z of [1, 2]) z;`,
    `'directive'`,
    ``,
  ],
  'names are shared, functions are hoisted, var is a property of the page': [
    `log(typeof f, typeof v, this === globalThis); var v = 1; function f() { return 'first' } let l = 'lexical'; log(delete this.v, 'f' in this, 'l' in this);`,
    `log(f(), v, l); function f() { return 'second' } log(f()); try { eval('var l') } catch (error) { log(error.name) }`,
    `{ function inBlock() { return l } } log(inBlock(), Object.getOwnPropertyDescriptor(this, 'f').configurable);`,
  ],
  'what clashes is refused before anything runs': [
    `let once = 1; log('runs');`,
    `log('never'); let once = 2;`,
    `log('never'); var once = 3;`,
    `log('never'); function once() {}`,
    `log(once);`,
  ],
  'the same script twice': [
    `var count = (this.count || 0) + 1; function f(n = count, { x } = {}) { return n } f(); log(count);`,
    `var count = (this.count || 0) + 1; function f(n = count, { x } = {}) { return n } f(); log(count);`,
  ],
  'one that throws, and one that waits, between others': [
    `function g() { return 'g' } g(); throw new RangeError('ends here');`,
    `exports.done = (async () => { await null; log(g()); await null; log('later') })(); g();`,
    `log(g()); try { null.x } catch { 'caught' }`,
  ],
  'eval in scripts declares for the page': [
    `eval('var fromEval = 1; function alsoFromEval() { return fromEval } let not = 2'); log(typeof not);`,
    `log(fromEval, alsoFromEval(), delete this.fromEval, typeof fromEval); (0, eval)('var indirect = 3'); indirect;`,
  ],
  'strict scripts': [
    `'use strict'; var s = (function () { return this })(); log(s === undefined, this === globalThis); { function inBlock() {} } log(typeof inBlock);`,
    `try { undeclared = 1; log('sloppy again') } catch (error) { log(error.name) }`,
  ],
};
