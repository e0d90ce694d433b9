import { expect, test } from 'vitest';
import { partOf } from '../../report/src/processors/part.ts';
import { checkLines } from '../support/told-lines.ts';

/*
 * `//= 3 6`: the line was come to 3 times and had 6 of own time. The module itself runs before profiling starts, so nothing is
 * told of its lines.
 */

test('statements one after another, and several on a line', async () => {
  await checkLines(`
function main() {                   //= 1 0
  burn(1);                          //= 1 1
  burn(1); burn(2); burn(3);        //= 1 6
  let nothing;
  const a = 1,                      //= 1 4
    b = burn(4);

  // A call goes on over lines.
  log(                              //= 1 3
    burn(1),
    burn(2),
  );
  return burn(5);                   //= 1 5
}
`);
});

test('a function on one line is told of by its own line, whatever there is on it', async () => {
  await checkLines(`
const twice = (x) => { burn(1); burn(x); };     //= 3 9
const sum = (n) => { let s = 0; for (let i = 0; i < n; i++) s += burn(1); };   //= 5 3
function main() {                               //= 1 0
  for (let i = 1; i <= 3; i++) twice(i);        //= 4 0
  sum(2); sum(1);                               //= 1 0
  [1, 2].map((x) => burn(x));                   //= 1 0, 2 3
}
`);
});

test('loops: a head is come to as often as its test is evaluated', async () => {
  await checkLines(`
const costs = (time, value) => (burn(time), value);   //= 29 35
function main() {                      //= 1 0
  for (let i = 0; costs(1, i < 3); i++) {   //= 4 0
    burn(1);                           //= 3 3
    if (i === 1) continue;             //= 3 0
    burn(2);                           //= 2 4
  }
  let n = 3;                           //= 1 0
  while (costs(1, n > 0)) {            //= 4 0
    n--;                               //= 3 0
  }
  while (costs(1, n < 3)) n++;         //= 4 0
  do {                                 //= 1 0
    n--;                               //= 3 0
  } while (costs(2, n > 0));           //= 3 0
  do n++; while (costs(2, n < 3));     //= 4 0
  for (;;)                             //= 3 0
    if (n++ > 4)                       //= 3 0
      break;                           //= 1 0
  for (let i = 0, j = costs(1, 0);     //= 3 0
    i < 2;
    i++, costs(1)) costs(1);           //= 2 0
  for (const x of [1, 2, 3]) {         //= 4 0
    if (x === 3) break;                //= 3 0
    costs(1);                          //= 2 0
  }
  for (const key in { a: 1, b: 2 })    //= 3 0
    costs(1, key);                     //= 2 0
  outer:
  for (const x of [1, 2])              //= 3 0
    inner: for (const y of [1, 2]) {   //= 6 0
      if (y === 2) continue outer;     //= 4 0
      costs(1);                        //= 2 0
    }
}
`);
});

test('branches: what is not come to is not there', async () => {
  await checkLines(`
function f(n) {                        //= 4 0
  if (n === 1) burn(1);                //= 4 1
  else if (n === 2) {                  //= 3 0
    burn(2);                           //= 1 2
  } else if (burn(1) || n === 3)       //= 2 2
    burn(3);                           //= 1 3
  else {
    burn(4);                           //= 1 4
  }
  switch (n) {                         //= 4 0
    case 1: burn(1); break;            //= 1 1
    case 2:
      burn(2);                         //= 1 2
    // falls through
    case 3: { burn(3); }               //= 2 6
      break;                           //= 2 0
    default: return;                   //= 1 0
  }
  unused: {
    if (n > 1) break unused;           //= 3 0
    burn(5);                           //= 1 5
  }
}
function main() { for (const n of [1, 2, 3, 4]) f(n); }   //= 5 0
`);
});

test('errors: the line of the handler, and of what comes behind it', async () => {
  await checkLines(`
function fails(n) {                    //= 3 0
  burn(1);                             //= 3 3
  if (n === 1) throw new Error('1');   //= 3 0
  return n;                            //= 2 0
}
function f(n) {                        //= 3 0
  try {                                //= 3 0
    fails(n);                          //= 3 0
    burn(1);                           //= 2 2
  } catch {
    burn(2);                           //= 1 2
  } finally {
    burn(3);                           //= 3 9
    if (n === 2) return;               //= 3 0
  }
  burn(4);                             //= 2 8
}
function main() {                      //= 1 0
  for (const n of [1, 2, 3]) f(n);     //= 4 0
}
`);
});

test('coroutines: waiting is no line’s own time, and goes on where it was', async () => {
  await checkLines(`
async function child(time) {           //= 2 0
  burn(1);                             //= 2 2
  await sleep(time);                   //= 2 0
  burn(1);                             //= 2 2
}
async function main() {                //= 1 0
  const other = child(5);              //= 1 0
  burn(1); await child(2); burn(2);    //= 1 3
  await other;                         //= 1 0
  try {                                //= 1 0
    await fail(1, 'no');               //= 1 0
  } catch {
    burn(7);                           //= 1 7
  }
  for await (const x of numbers(2)) {  //= 3 0
    burn(x);                           //= 2 3
  }
  for (const x of counts()) burn(x);   //= 3 3
  burn(await sleep(1, 4));             //= 1 4
}
async function* numbers(n) {           //= 1 0
  for (let i = 1; i <= n; i++) {       //= 3 0
    await sleep(1);                    //= 2 0
    burn(1);                           //= 2 2
    yield i;                           //= 2 0
  }
  burn(1);                             //= 1 1
}
function* counts() {                   //= 1 0
  try {                                //= 1 0
    yield 1;                           //= 1 0
    burn(1);                           //= 1 1
    yield* [2];                        //= 1 0
  } finally {
    burn(2);                           //= 1 2
  }
}
`);
});

test('parameters are evaluated on the line where their function begins', async () => {
  await checkLines(`
function f(a = burn(1), { b } = { b: burn(2) }) {   //= 2 3
  burn(1);                                          //= 2 2
}
function* g(a = burn(3)) {                          //= 1 3
  yield burn(1);                                    //= 1 1
}
class Base {
  constructor() {                      //= 1 0
    burn(1);                           //= 1 1
  }
}
class Derived extends Base {
  field = burn(2);
  constructor() {                      //= 1 0
    burn(1);                           //= 1 1
    super();                           //= 1 2
    burn(1);                           //= 1 1
  }
  get value() { return burn(1); }      //= 1 1
}
function main() {                      //= 1 0
  f(); f(1, {});                       //= 1 0
  [...g()];                            //= 1 0
  new Derived().value;                 //= 1 0
  class Inner {                        //= 1 1
    static { burn(1); }                //= 1 1
    static x = burn(1);
    static {                           //= 1 0
      burn(1);                         //= 1 1
      burn(1);                         //= 1 1
    }
  }
}
`);
});

test('recursion, and callees that come back to another line', async () => {
  await checkLines(`
function down(n) {                     //= 4 0
  burn(1);                             //= 4 4
  if (n > 0)                           //= 4 0
    down(n - 1);                       //= 3 0
  burn(2);                             //= 4 8
}
function main() {                      //= 1 0
  down(3);                             //= 1 0
}
`);
});

test('what began before profiling did tells of nothing, and what runs out of it begins anew', async () => {
  const source = `
function main() {
  burn(1);
  start();
  burn(2);
  f();
  f();
  stop();
  f();
  start();
  f();
}
function f() {                         //= 3 0
  burn(1);                             //= 3 3
}
`;
  await checkLines(source, { autostart: false });
});

test('a coroutine that began before profiling did tells of the lines that it comes to', async () => {
  const source = `
async function main() {                //= 1 0
  burn(1);
  start();
  burn(2);                             //= 1 2
  await sleep(1);                      //= 1 0
  burn(3);                             //= 1 3
}
`;
  await checkLines(source, { autostart: false });
});

test('a clear forgets all lines; what is alive begins anew where it is', async () => {
  await checkLines(`
async function main() {                //= 1 0
  burn(1);
  other();
  await sleep(1);
  burn(1); clear(); burn(2);           //= 0 2
  await sleep(3);                      //= 1 0
}
async function other() {               //= 1 0
  await sleep(2); burn(5);             //= 0 5
}
`);
});

test('lines below a tag are told of with all others, and not of the tag alone', async () => {
  const profile = await checkLines(`
function main() {                      //= 1 0
  tag('a', () => burn(1));             //= 1 0, 1 1
}
`);
  expect(partOf(profile, { tag: 'a' }).threads[0]!.lines).toBeUndefined();
});
