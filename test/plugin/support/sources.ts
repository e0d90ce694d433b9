/** A program of many sorts of functions. */
export const FILES = {
  'src/main.ts': `import { Circle, area } from './shapes.ts';
import { later, each } from './waiting.ts';
import * as old from './old.js';
import { vendor } from 'vendor';

declare const log: (...values: unknown[]) => void;

const twice = (f: (n: number) => number) => (n: number): number => f(f(n));
export const used = { add(n: number) { return n + 1; }, 'odd name': () => twice((n) => n * 2)(3) };
function helper(n: number): number {
  return [1, 2, 3].map((m) => m * n).reduce((a, b) => a + b);
}
async function main(): Promise<void> {
  const circle = new Circle(2);
  log(area(circle), circle.big, Circle.made, helper(2), helper(3));
  log(used.add(1), used['odd name'](), old.count(4), vendor((n: number) => n));
  log(await later(5), (await each([1, 2])).join());
  for (const n of numbers(2)) log(n);
}
function* numbers(n: number): Generator<number> {
  for (let i = 0; i < n; i++) yield i;
}
(globalThis as { done?: unknown }).done = main();
`,
  'src/shapes.ts': `export class Circle {
  static made = 0;
  static { log('static'); Circle.made++; }
  #r: number;
  constructor(r: number) { this.#r = r; Circle.made++; }
  get big(): boolean { return this.#scaled(1) > 1; }
  #scaled(by: number): number { return this.#r * by; }
  async wait() { await null; }
}
declare const log: (value: string) => void;
export function area(circle: Circle): number {
  const square = (n: number): number => n * n;
  void circle.wait();
  return square(2) + square(3);
}
`,
  'src/waiting.ts':
    'const pause = (n: number): Promise<number> => Promise.resolve(n);\r\n' +
    '\r\n' +
    'export async function later(n: number): Promise<number> {\r\n' +
    '  const got = await pause(n);\r\n' +
    '  return got + (await (async () => pause(1))());\r\n' +
    '}\r\n' +
    'export const each = async (all: number[]) => Promise.all(all.map(async (n) => later(n)));\r\n',
  'src/old.js': `exports.count = function (n) {
  return inner(n);
  function inner(m) { return m === 0 ? 0 : 1 + inner(m - 1); }
};
`,
  'node_modules/vendor/index.js': `export function vendor(f) { return [1, 2].map((n) => f(n)).length; }\n`,
};
