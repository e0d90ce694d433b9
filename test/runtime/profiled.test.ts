/// <reference lib="esnext.disposable" />
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { requestStats } from '@tsprof/runtime/profile';
import { profiled, snapshot, start, stop } from '../../runtime/src/entries/index.ts';
import { createProfiled } from '../../runtime/src/session/profiled.ts';

/** What was run under which label. */
function recording() {
  const labels: string[] = [];
  const tag = <T>(label: string, fn: () => T): T => {
    labels.push(label);
    return fn();
  };
  const begin = (label: string): (() => void) => {
    labels.push(`${label} {`);
    return () => void labels.push(`} ${label}`);
  };
  return { labels, profiled: createProfiled(tag, begin) };
}

const SOURCE = `
  const hidden = Symbol('hidden');
  class Shop {
    total = 2;
    @profiled plus(a, b = 1) { return this.total + a + b; }
    @profiled('a label') labelled() { return this.total; }
    @profiled static of() { return new this(); }
    @profiled get sum() { return this.total; }
    @profiled [hidden]() { return 'symbol'; }
    @profiled async later() { return this.total; }
  }
  const shop = Shop.of();
  made = { shop, hidden, descriptor: Object.getOwnPropertyDescriptor(Shop.prototype, 'plus') };
`;

interface Made {
  readonly shop: {
    plus(a: number, b?: number): number;
    labelled(): number;
    readonly sum: number;
    later(): Promise<number>;
    readonly [key: symbol]: () => string;
  };
  readonly hidden: symbol;
  readonly descriptor: PropertyDescriptor;
}

const typescript = (experimentalDecorators: boolean): string =>
  ts.transpileModule(SOURCE, { compilerOptions: { experimentalDecorators, target: ts.ScriptTarget.ES2022 } })
    .outputText;

const MODES = {
  "the language's, by TypeScript": typescript(false),
  "the language's, by esbuild": transformSync(SOURCE, { target: 'es2022', loader: 'ts' }).code,
  "TypeScript's older ones": typescript(true),
};

describe.each(Object.entries(MODES))('decorators: %s', (_, code) => {
  it('each call is under the name of the method, or a label', async () => {
    const { labels, profiled } = recording();
    const run = new Function('profiled', `let made; ${code}; return made;`) as (by: unknown) => Made;
    const { shop, hidden, descriptor } = run(profiled);
    expect([shop.plus(3), shop.labelled(), shop.sum, shop[hidden]!(), await shop.later()]).toEqual([
      ...[6, 2, 2, 'symbol', 2],
    ]);
    expect(labels).toEqual(['of', 'plus', 'a label', 'sum', '[hidden]', 'later']);
    expect(shop.plus.name).toBe('plus');
    expect(shop.plus.length).toBe(1);
    expect(descriptor).toMatchObject({ enumerable: false, configurable: true, writable: true });
  });
});

describe('profiled(label, fn)', () => {
  it('is the function, by all that can be seen of it', () => {
    const { labels, profiled } = recording();
    const add = profiled('adds', function plus(this: { base: number }, a: number, b: number) {
      return this.base + a + b;
    });
    expectTypeOf(add).returns.toEqualTypeOf<number>();
    expect(add.call({ base: 1 }, 2, 3)).toBe(6);
    expect([add.name, add.length]).toEqual(['plus', 2]);
    expect(labels).toEqual(['adds']);
    const failing = profiled('fails', () => {
      throw new RangeError('no');
    });
    expect(failing).toThrow(RangeError);
  });

  it.each([
    ['profiled("x", 3)', 'profiled: expected a function; found number'],
    [
      '@profiled class A {}',
      '@profiled: expected a method, getter, setter or a field with a function; found a class',
    ],
    ['class A { @profiled a = 3 } new A()', 'profiled: expected a function; found number'],
  ])('%s is refused', (source, message) => {
    const { code } = transformSync(source, { target: 'es2022', loader: 'ts' });
    expect(() => new Function('profiled', code)(recording().profiled) as unknown).toThrow(
      new TypeError(message),
    );
  });

  it('wraps functions in fields', () => {
    const { labels, profiled } = recording();
    const source = 'class A { n = 1; @profiled get1 = () => this.n } return new A().get1();';
    const { code } = transformSync(`f = () => { ${source} }`, { target: 'es2022', loader: 'ts' });
    expect(
      (new Function('profiled', `let f; ${code}; return f();`) as (by: unknown) => unknown)(profiled),
    ).toBe(1);
    expect(labels).toEqual(['get1']);
  });
});

const BLOCKS = `
  async function f() {
    { using p = profiled('sync'); inner('in it'); }
    { await using p = profiled('async'); inner('waits'); }
    try { using p = profiled('outer'), q = profiled('inner'); throw 1; } catch { inner('caught'); }
    const without = profiled('never begins');
  }
  made = f();
`;
const COMPILERS = {
  TypeScript: ts.transpileModule(BLOCKS, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, lib: ['esnext'] },
  }).outputText,
  esbuild: transformSync(BLOCKS, { target: 'es2022', loader: 'ts' }).code,
};

describe.each(Object.entries(COMPILERS))('using p = profiled(label), compiled by %s', (_, code) => {
  it('begins and ends where it is declared, and without a declaration never', async () => {
    const { labels, profiled } = recording();
    const run = new Function('profiled', 'inner', `let made; ${code}; return made;`) as Run;
    await run(profiled, (what: string) => void labels.push(what));
    expect(labels).toEqual([
      ...['sync {', 'in it', '} sync', 'async {', 'waits', '} async'],
      ...['outer {', 'inner {', '} inner', '} outer', 'caught'],
    ]);
  });
});

type Run = (profiled: unknown, inner: (what: string) => void) => Promise<void>;

it('what profiled(label) returns can be declared with using, and with await using', () => {
  expectTypeOf(profiled('x')).toExtend<Disposable & AsyncDisposable>();
});

it('a block that its function has left open is over with the job, and ends only once', async () => {
  start({ clock: 'none' });
  const block = profiled('left open');
  const end = block[Symbol.dispose];
  await Promise.resolve();
  end();
  end();
  stop();
  const { threads } = await snapshot();
  expect(threads[0]!.anomalies).toEqual({});
  expect(requestStats(await snapshot()).find(({ tag }) => tag === 'left open')).toMatchObject({
    ...{ count: 1, pending: 0, errors: 0 },
  });
});

it('calls are requests of their labels, promises until they are settled', async () => {
  const work = profiled('work', (n: number) => n);
  const wait = profiled('wait', async () => {
    await Promise.resolve();
    throw new Error('no');
  });
  start({ clock: 'none' });
  work(1);
  work(2);
  await expect(wait()).rejects.toThrow('no');
  stop();
  const rows = requestStats(await snapshot()).map(({ tag, count, errors }) => [tag, count, errors]);
  expect(rows.filter(([tag]) => tag !== 'left open')).toEqual([
    ['work', 2, 0],
    ['wait', 1, 1],
  ]);
});
