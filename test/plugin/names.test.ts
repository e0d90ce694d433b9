import type { ParserPlugin } from '@babel/parser';
import { describe, expect, it } from 'vitest';
import { unpacked } from '../support/unpacked.ts';
import { compile } from './support/compile.ts';

const TYPES: ParserPlugin[] = ['typescript', 'decorators-legacy'];
const JSX: ParserPlugin[] = ['jsx'];

/** What the functions of a file are called, in the order of their ends. */
function names(code: string, filename = 'a.js', plugins: ParserPlugin[] = []): string[] {
  const table = /R\((".*\])\)/.exec(compile(code, filename, {}, { plugins }).code);
  const packed = JSON.parse(`[${table?.[1]}]`) as Parameters<typeof unpacked>;
  return unpacked(...packed)
    .map(({ name }) => name)
    .slice(1);
}

const CASES: readonly (readonly [string, readonly (readonly [code: string, names: string])[]])[] = [
  [
    'what is passed to a call',
    [
      ["router.get('/:id', (req, res) => {})", 'router.get("/:id")'],
      ["router.get('/:id', check, (req) => {}, async (req) => {})", 'router.get("/:id"), router.get("/:id")'],
      ["app.route('/x').get(() => {})", 'app.route("/x").get()'],
      ['app.use((req, res, next) => next())', 'app.use()'],
      ["this.socket.on('message', function () {})", 'socket.on("message")'],
      ["this.on('end', () => {})", 'on("end")'],
      ["target?.addEventListener('click', () => {})", 'target.addEventListener("click")'],
      ['button?.on?.("click", () => {})', 'button.on("click")'],
      ['bus.on(EVENTS.done, () => {})', 'bus.on(EVENTS.done)'],
      ['app.get(`/api/${version}`, () => {})', 'app.get(`/api/${version}`)'],
      ['app.listen(3000, () => {})', 'app.listen(3000)'],
      ['new Promise((resolve) => resolve())', 'new Promise()'],
      ['new a.Observer(() => {})', 'new a.Observer()'],
      ['setTimeout(() => {}, 100)', 'setTimeout()'],
      ['setTimeout(() => {}, "100")', 'setTimeout()'],
      ['rows.map((row) => row)', 'rows.map()'],
      ['map(rows, (row) => row)', 'map()'],
      ['[1].map((row) => row)', 'map()'],
      ['fetch(url).then((r) => r)', 'fetch().then()'],
      ['fetch(url).then(check).then((r) => r, (e) => e)', 'fetch().then(), fetch().then()'],
      ['(await load()).map((row) => row)', 'load().map()'],
      ['new Foo(1).on("x", () => {})', 'new Foo(1).on("x")'],
      ['useEffect(() => { return () => {} }, [])', 'useEffect()/<return>, useEffect()'],
      ['import("./x").then(() => {})', 'import("./x").then()'],
      ['handlers[key](() => {})', 'handlers[key]()'],
      ['class A extends B { constructor() { super(() => {}) } }', 'A.constructor/super(), A.constructor'],
      ['curried(1)(() => {})', 'curried(1)()'],
      ['styled.div`color: ${(props) => props.color}`', 'styled.div()'],
      ["test('adds', () => {})", 'test("adds")'],
      ["app.get('/', function index() {})", 'index'],
      ['(0, run)(() => {})', '<arrow:1>'],
      ['(() => {})', '<arrow:1>'],
    ],
  ],
  [
    'strings in names',
    [
      ['on("a\\nb\\u001b[31m", () => {})', 'on("a\\nb\\u001b[31m")'],
      ['on("a\\u202eb\\u0085\\u007f", () => {})', 'on("a b ")'],
      ['on(`a\u001b\n  b`, () => {})', 'on(`a b`)'],
      [`on('${'x'.repeat(61)}', () => {})`, `on("${'x'.repeat(60)}…")`],
      [`on('${'x'.repeat(59)}😀', () => {})`, `on("${'x'.repeat(59)}…")`],
      [`({ '${'x'.repeat(61)}': () => {} })`, `${'x'.repeat(60)}…`],
      [`({ 'a\\u0007b': () => {} })`, 'a b'],
      ['on("/a/b.c", () => { function f() {} })', 'on("/a/b.c")/f, on("/a/b.c")'],
    ],
  ],
  [
    'objects in arguments',
    [
      [
        'createServer({ fetch() {}, onError: (e) => {}, on: { end() {} } })',
        'createServer().fetch, createServer().onError, createServer().on.end',
      ],
      ["register('a', { run() {} })", 'register("a").run'],
      ['export default _defineComponent({ setup() {} })', 'setup'],
      [
        'const made = _defineComponent({ setup() { _renderList(x, () => {}) } })',
        'setup/_renderList(), setup',
      ],
      ['new Vue({ methods: { save() {} } })', 'new Vue().methods.save'],
      ['Object.assign(Foo.prototype, { bar() {} })', 'Foo.bar'],
      ['const api = Object.freeze({ get() {} })', 'api.get'],
      ['const api = Object.assign({}, { get() {} })', 'api.get'],
      ["Object.defineProperty(Foo.prototype, 'bar', { get() {} })", 'Foo.bar.get'],
      ['Object.defineProperties(Foo, { bar: { value: () => {} } })', 'Foo.bar.value'],
      ['customElements.define("a-b", class { m() {} })', 'customElements.define("a-b").m'],
    ],
  ],
  [
    'wrappers',
    [
      ['const X = memo(forwardRef((p, r) => {}))', 'X'],
      ['const X = React.memo((a) => {}, (a, b) => true)', 'X, React.memo()'],
      ['const Link = styled(Button)(({ theme }) => {})', 'Link'],
      ['const X = defineComponent({ setup() {} })', 'X.setup'],
      ['const Row = createThing(() => {})', 'Row'],
      ['const MAX = largest(() => {})', 'largest()'],
      ['const Names = list.map((x) => x)', 'list.map()'],
      ['const X = new Foo(() => {})', 'new Foo()'],
      ['const getUser = cache(async (id) => {})', 'getUser'],
      ['const f = function () {}.bind(this)', 'f'],
      ["router.get('/', asyncHandler(async (req) => {}))", 'router.get("/")'],
      ['memo(() => {})', 'memo()'],
      ['export default memo(() => {})', 'default'],
      ['exports.handler = withAuth(() => {})', 'exports.handler'],
      ['const timer = setTimeout(() => {})', 'setTimeout()'],
      ['const user = await retry(async () => {})', 'retry()'],
    ],
  ],
  [
    'what is assigned',
    [
      ['module.exports.foo = () => {}', 'exports.foo'],
      ['module.exports = () => {}', 'exports'],
      ['this.handler = () => {}', 'handler'],
      ['Foo.prototype.bar = function () {}', 'Foo.bar'],
      ['Foo.prototype = { bar() {} }', 'Foo.bar'],
      ['let f; f = () => {}', 'f'],
      ['f ??= () => {}', 'f'],
      ['a.b ||= c && (() => {})', 'a.b'],
      ['a[key] = () => {}', 'a[key]'],
      ['a[0] = () => {}', 'a[0]'],
      ['this[key] = () => {}', '[key]'],
      ["a['b c'] = () => {}", 'a.b c'],
      ['get().done = () => {}', 'get().done'],
      ['const { a = () => {} } = o', 'a'],
      ['const [a = () => {}] = o', 'a'],
      ['function f(a = () => {}) {}', 'f/a, f'],
      ['class A { b = () => {}; static #c = () => {}; [d()] = () => {} }', 'A.b, A.#c, A.[d()]'],
      ['const f = ok ? () => 1 : () => 2', 'f, f'],
      ['const f = (0, () => {})', 'f'],
      ['const fs = [() => {}, , [() => {}], ...gs, () => {}]', 'fs[0], fs[2][0], fs[…]'],
      ['const o = { a: [() => {}] }', 'o.a[0]'],
      ['export default () => {}', 'default'],
      ['export default { run() {} }', 'default.run'],
      ['export default function () {}', 'default'],
    ],
  ],
  [
    'functions that run where they stand, and those returned',
    [
      ['(() => { function f() {} })()', 'f, <iife>'],
      ['(function () {}).call(this)', '<iife>'],
      ['(async () => {})()', '<iife>'],
      ['new (function () {})()', '<iife>'],
      [
        'const config = (() => { function f() {} return { get: () => 1 } })()',
        'f, config.get, config/<iife>',
      ],
      ['const counter = (() => { let n = 0; return () => n++ })()', 'counter, counter/<iife>'],
      ['(function main() { function f() {} })()', 'main/f, main'],
      ['(function (f) { f() })(function () { function g() {} })', '<iife>, g, <function:1>'],
      ['const add = (a) => (b) => (c) => 1', 'add/<return>/<return>, add/<return>, add'],
      [
        'function auth() { return function () { const f = () => {} } }',
        'auth/<return>/f, auth/<return>, auth',
      ],
      ['const f = (a) => (a ? () => 1 : () => 2)', 'f/<return>, f/<return>, f'],
      ['const f = () => ({ g() {} })', 'f/g, f'],
      ['function f() { return { g() {} } }', 'f/g, f'],
    ],
  ],
];

describe.each(CASES)('%s', (_, cases) => {
  it.each(cases)('%s', (code, expected) => {
    expect(names(code).join(', ')).toBe(expected);
  });
});

it('JSX: what is passed to elements is called after attributes, or children', () => {
  expect(names('const A = () => <a onClick={() => {}}>{(row) => <b />}</a>', 'a.jsx', JSX)).toEqual([
    'A/onClick',
    'A/children',
    'A',
  ]);
});

it('TypeScript: assertions hand names on; decorators are calls; export = is as module.exports', () => {
  expect(names('const f = memo(<T>(x) => x as T)!;', 'a.ts', TYPES)).toEqual(['f']);
  expect(names('app.get<string>("/x", (() => {}) as Handler)', 'a.ts', TYPES)).toEqual(['app.get("/x")']);
  expect(names('@Entity({ id: () => 1 }) class A { @Column(() => B) b }', 'a.ts', TYPES)).toEqual([
    'Entity().id',
    'Column()',
  ]);
  expect(names('export = () => {}', 'a.ts', TYPES)).toEqual(['exports']);
});
