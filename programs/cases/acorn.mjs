import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Parser, parse, parseExpressionAt, tokenizer } from 'acorn';

const text = readFileSync(createRequire(import.meta.url).resolve('acorn'), 'utf8');

const WAYS = [
  { ecmaVersion: 'latest', sourceType: 'script', locations: true, ranges: true },
  { ecmaVersion: 5, sourceType: 'script', onComment: [], preserveParens: true },
  { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true, onToken: [] },
];

const BROKEN = [
  'let a; let a',
  'class { }',
  'a => {} ()',
  'for await (x of y);',
  '`${',
  '/(/',
  'await = 1; import "a"',
  '\\u{110000}',
];

/** The language's newest, which the parser's own text does without. */
const NEWEST = `async function* f({ a = 1, ...b } = {}) { for await (const x of y?.[0] ?? z) yield* x; a ||= 1n ** 2n; }
  class A extends B { static #p = /(?<n>a)\\k<n>/dv; static { this.#p; } get [x]() { return super.x; } accessor; }
  export { a as 'b' } from 'c' with { type: 'json' }; label: for (;;) { continue label; } import.meta.url;`;

class Counting extends Parser {
  static nodes = 0;
  finishNode(node, type) {
    Counting.nodes++;
    return super.finishNode(node, type);
  }
}

export function run(write) {
  for (const [index, options] of WAYS.entries())
    write(`tree-${index}.json`, JSON.stringify(parse(text, options)));
  for (const broken of BROKEN) {
    try {
      console.log(JSON.stringify(parse(broken, WAYS[0])));
    } catch ({ name, message, pos }) {
      console.log(name, message, pos);
    }
  }
  write(
    'newest.json',
    JSON.stringify(parse(NEWEST, WAYS[2]), (_, value) => (typeof value === 'bigint' ? 1 : value)),
  );
  console.log([...tokenizer('a + /b/g', WAYS[0])].map(({ type }) => type.label).join(' '));
  console.log(JSON.stringify(parseExpressionAt('x = (y, z) + 1; rest', 4, WAYS[0])));
  for (let round = 0; round < 6; round++) Counting.parse(text, WAYS[0]);
  console.log(Counting.nodes);
}
