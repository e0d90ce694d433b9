/** What reflection tells of functions and classes is the same with probes: names, lengths, keys and their order. */
import { describe, expect, it } from 'vitest';
import { createCheckingProbes } from '../support/checking-probes.ts';
import { compile } from './support/compile.ts';
import { shapeOf } from './support/shape.ts';

/** Each is an expression; `'use strict'` is not in force. */
const elements: Readonly<Record<string, string>> = {
  declaration: '(() => { function declared(a, b = 1, c) {} return declared; })()',
  'declaration with a rest':
    '(() => { function declared(a, b, ...rest) { return rest; } return declared; })()',
  'strict function': "function strict(a) { 'use strict'; return a; }",
  'anonymous function': 'function () {}',
  'named function expression': 'function named({ a }, [b], c = a) { return b + c; }',
  'function with a body of its own variables': 'function f(a, b) { var a, c; function b() {} return c; }',
  'function in need of its arguments': 'function f(a, b = arguments[0]) { return arguments.length + b; }',
  arrow: '(a, b) => a',
  'arrow with patterns': '({ a = 1 } = {}, [b] = [], ...[c]) => [a, b, c]',
  'async arrow': 'async (a) => await a',
  'async function': 'async function asynchronous(a, b = await_) { await a; var await_; }',
  generator: 'function* generator(a, { b } = {}) { yield a; return b; }',
  'async generator': 'async function* stream(a = 1, b) { yield* a; await b; }',
  'called with new': 'function Old(a) { this.a = a; }',
  'names by assignment': '{ let a; let b = () => {}; a = function () {}; return_ = [a.name, b.name, a, b]; }',
  'names by default': "(({ a = () => {}, b = class {}, ['c' + 1]: c = function () {} }) => [a, b, c])({})",
  'names by parameters': '((a = () => {}, b = function () {}, [c = class {}] = []) => [a, b, c])()',
  methods: `{
    method(a, b = 1) {}, get got() { return 1; }, set got(value) {}, async later(a) { await a; },
    *values() { yield 1; }, async *stream() { yield 1; }, arrow: () => 1, plain: function () {},
    ['com' + 'puted'](a) {}, get ['computed' + 1]() { return 1; }, [Symbol.iterator]() {}, 1() {}, 'quoted name'(a) {},
    async [Symbol.for('x')]() {}, shorthand_: class {}, __proto__: { inherited() {} },
  }`,
  'empty class': 'class Empty {}',
  'anonymous class': 'class {}',
  'class with everything': `class Everything {
    static first = () => 1; #hidden = 1; field = function () {}; ['computed' + 1] = () => {}; static ['s'] = class {};
    static { this.block = () => {}; }
    constructor(a, b = 2, ...rest) { this.a = a; }
    method(a) { return this.#priv(a); } #priv(a) { return a; } static #spriv() {} static uses() { return this.#spriv(); }
    get got() { return this.#hidden; } set got(value) { this.#hidden = value; }
    static get sgot() { return 1; } static async later() { await 1; } *values() {} async *[Symbol.asyncIterator]() {}
    'quoted name'() {} 12() {} static name_ = 1; async constructor_() {}
  }`,
  'class with a name of its own': 'class Named { static name = "own"; static length = 7; }',
  'class with a static method name': 'class Named { static name() {} static length(a, b) {} }',
  'derived class':
    'class Derived extends (class Base { inherited() {} }) { constructor(a, b) { super(); } own() {} }',
  'derived class with no constructor': 'class Derived extends Array { field = 1; static made = () => {}; }',
  'class that extends null': 'class Nothing extends null { method() {} }',
  'class with accessors': 'class Pair { get a() { return 1; } set b(value) {} static set c({ d } = {}) {} }',
  instance: `new (class Point {
    #x = 1; y = () => this.#x; [Symbol.toStringTag] = 'Point'; 'z w' = function () {}; 1 = 2;
    constructor(a = this.y) { this.made = () => a; }
  })()`,
  'bound function': 'function bound(a, b, c) {}.bind(null, 1)',
  'function with properties':
    'Object.assign(function f(a) {}, { extra: () => {}, prototype: { changed() {} } })',
  'prototype in order': `(() => {
    function Old() {} Old.prototype.a = function () {}; Old.b = function named() {}; Old.prototype.c = () => {};
    return Old;
  })()`,
  'proxy of a function': 'new Proxy(function target(a, b) {}, {})',
  'getter on a function': 'Object.defineProperty(() => {}, "x", { get() { return 1; }, enumerable: true })',
  'block function': '(() => { { function inBlock(a) {} } return inBlock; })()',
  'nested names':
    '{ a: { b: () => {}, c() { return () => {}; } }, d: (0, () => {}), e: ((x) => x), f: [() => {}] }',
};

/** The value of an expression in code with the probes that it asks for. */
function evaluate(code: string): unknown {
  const { probes } = createCheckingProbes({ microtasks: false });
  const exports: { value?: unknown } = {};
  const run = new Function('require', 'exports', code) as (...args: unknown[]) => void;
  run(() => probes, exports);
  return exports.value;
}

function programOf(expression: string): string {
  const isBlock = expression.includes('return_');
  return isBlock ? `let return_; ${expression}; exports.value = return_;` : `exports.value = ${expression};`;
}

describe('the shape of', () => {
  it.each(Object.entries(elements))('%s', (_, expression) => {
    const { bare, code, sites } = compile(
      programOf(expression),
      'input.js',
      { format: 'commonjs' },
      { sourceType: 'script' },
    );
    const shape = shapeOf(evaluate(bare));
    expect(shapeOf(evaluate(code))).toEqual(shape);
    expect(shape.length).toBeGreaterThan(2);
    expect(sites).toBeGreaterThan(0);
  });
});
