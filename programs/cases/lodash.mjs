// The package comes without its tests: here every function of it meets every combination of many arguments, so that
// each takes its ways out, errors among them.
import { createRequire } from 'node:module';
import { inspect } from 'node:util';

const lodash = createRequire(import.meta.url)('lodash').runInContext();

/** Not the same from run to run, or waiting for time to pass. */
const UNSTEADY = new Set([
  'now',
  'random',
  'sample',
  'sampleSize',
  'shuffle',
  'delay',
  'defer',
  'debounce',
  'throttle',
]);
/** They change lodash itself. */
const GLOBAL = new Set(['mixin', 'noConflict', 'runInContext']);

/** Made anew for each call: some functions change what they are given. */
const ARGUMENTS = [
  () => undefined,
  () => 3,
  () => -0.5,
  () => 'fooBar-baz <qux> ${a}',
  () => [3, 1, 2, 1, NaN, [4, [5]], undefined],
  () => ({ a: 1, b: { c: [1, 2, { d: 3 }] }, 'e.f': null }),
  () => [
    { a: 1, b: 'x' },
    { a: 2, b: 'y' },
    { a: 1, b: 'z' },
  ],
  createFunction,
  () => 'a',
  () => /o(.)/g,
  () =>
    new Map([
      ['a', 1],
      [{}, new Set([1, 2])],
    ]),
  () => new Date(40),
];

/** Its text is none of its own: that of an instrumented function is another. */
function createFunction() {
  const describe = (value, key) => `${typeof value}:${String(key)}`;
  return Object.defineProperty(describe, 'toString', { value: () => 'describe' });
}

/** V8 quotes it in messages. */
const FUNCTION_TEXT = /function '[^]*'/;

const outcomes = new Map();

function call(name, ...args) {
  let result;
  try {
    result = inspect(lodash[name](...args), {
      depth: 4,
      getters: false,
      maxArrayLength: 30,
      maxStringLength: 300,
    });
  } catch (error) {
    result = `${error.name}: ${error.message.replace(FUNCTION_TEXT, 'a function')}`;
  }
  outcomes.set(name, [...(outcomes.get(name) ?? []), result]);
}

function callWithAll(name) {
  for (const first of ARGUMENTS) {
    call(name, first());
    for (const second of ARGUMENTS) {
      call(name, first(), second());
      if (name !== 'range' && name !== 'rangeRight')
        for (const third of ARGUMENTS) call(name, first(), second(), third());
    }
  }
}

/** Chains are evaluated lazily, by code of their own. */
function chains() {
  const numbers = Array.from({ length: 500 }, (_, index) => (index * 7919) % 211);
  const wrapped = lodash(numbers)
    .map((number) => number * 2)
    .filter((number) => number % 3 === 0);
  return [
    wrapped.take(20).reverse().value(),
    wrapped.takeRightWhile((number) => number > 5).value(),
    lodash
      .chain(numbers)
      .groupBy((number) => number % 5)
      .mapValues('length')
      .toPairs()
      .sortBy(1)
      .value(),
    lodash(numbers)
      .slice(10, -10)
      .drop(3)
      .tap((list) => list.length)
      .thru((list) => lodash.sum(list)),
    lodash.template('<% _.each(list, (item) => { %><b><%- item %></b><% }) %>')({ list: ['<', '&', 'x'] }),
    lodash.memoize((a) => a + 1)(1),
    lodash.flow([lodash.add, (sum) => sum * 10])(1, 2),
    lodash.curry((a, b, c) => [a, b, c])(1)(lodash, 3)[0],
  ];
}

export function run(write) {
  const names = Object.keys(lodash).filter((name) => typeof lodash[name] === 'function');
  for (const name of names.filter((each) => !UNSTEADY.has(each) && !GLOBAL.has(each))) callWithAll(name);
  for (const [name, results] of outcomes) write(`${name}.txt`, results.join('\n'));
  console.log(inspect(chains(), { depth: 5 }));
  console.log([...outcomes].map(([name, results]) => `${name} ${new Set(results).size}`).join('\n'));
}
