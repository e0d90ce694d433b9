import { describe, expect, test } from 'vitest';
import { leftOut, medianInterval } from '../../../cli/src/time/interval.ts';
import { loopSize, warmUp } from '../../../cli/src/time/loop-size.ts';
import { measure } from '../../../cli/src/time/measure.ts';
import { programOf } from '../../../cli/src/time/program.ts';
import { checkSetup, snippetOf } from '../../../cli/src/time/snippet.ts';
import { verdicts } from '../../../cli/src/time/verdict.ts';

describe('snippets', () => {
  const rows: readonly [code: string, body: string, isAsync: boolean][] = [
    ['a + b', 'return (\na + b\n);', false],
    ['{ a: 1 }', 'return (\n{ a: 1 }\n);', false],
    ['a // why', 'return (\na // why\n);', false],
    ['await a', 'return (\nawait a\n);', true],
    ['async () => await a', 'return (\nasync () => await a\n);', false],
    ['for (const x of a) b(x)', 'for (const x of a) b(x)', false],
    ['for await (const x of a) b(x)', 'for await (const x of a) b(x)', true],
    ['let a = 1; a + 1; // two', 'let a = 1; return (a + 1\n); // two', false],
    [
      'let s: number = 0, t = 1; for (;;) break',
      'let s: number = 0, t = 1; for (;;) break\nreturn t;',
      false,
    ],
    ['f(); return 2', 'f(); return 2', false],
  ];

  test.each(rows)('%s', (code, body, isAsync) => {
    expect(snippetOf(code, 'it')).toEqual({ code, file: null, body, isAsync });
  });

  test.each([
    ['foo(', 'it does not parse: Unexpected token (1:4)'],
    ['} function f() {', 'it does not parse: Unexpected token (1:0)'],
    ['import "a"', 'it does not parse: imports and exports stand in --setup'],
  ])('%s does not parse', (code, message) => {
    expect(() => snippetOf(code, 'it')).toThrow(expect.objectContaining({ message, exitCode: 2 }));
  });

  test('a setup is a module', () => {
    expect(() => checkSetup('import a from "a"; await a; const b: number = 1;')).not.toThrow();
    expect(() => checkSetup('const a = 1;\nconst a = 2;')).toThrow(/^--setup does not parse: .*\(2:6\)$/);
  });
});

test('the program says where the code of each snippet begins', () => {
  const file = { code: 'a.js', file: '/a.js', body: '', isAsync: false };
  const snippets = [snippetOf('one()', 'it'), file, snippetOf('let a = 1;\ntwo(a);', 'it')];
  const { text, lines } = programOf('const setup = 1;\nuse(setup);', snippets);
  const written = text.split('\n');
  expect(written.slice(0, 2)).toEqual(['const setup = 1;', 'use(setup);']);
  expect(lines.map((line) => written[line - 1] ?? '')).toEqual(['one()', '', 'let a = 1;']);
});

/** A clock that calls of a snippet move on by `cost` ms each. */
function virtual(): { now: () => number; snippet: (cost: () => number) => (times: number) => void } {
  let now = 0;
  return {
    now: () => now,
    snippet: (cost) => (times) => {
      for (let at = 0; at < times; at++) now += cost();
    },
  };
}

describe('the inner loop', () => {
  test.each([
    ['a slow call', 20, [1], { times: 1, last: 20 }],
    ['a quick one', 0.125, [1, 8], { times: 8, last: 1 }],
    ['one below the clock', 2 ** -10, [1, 10, 100, 1000, 1024], { times: 1024, last: 1 }],
  ])('%s', async (_, cost, tried, size) => {
    const asked: number[] = [];
    const timeOf = (times: number) => Promise.resolve((asked.push(times), times * cost));
    expect(await loopSize(timeOf)).toEqual(size);
    expect(asked).toEqual(tried);
  });

  test('grows once the code is compiled', async () => {
    let calls = 0;
    const timeOf = (times: number) => Promise.resolve(times * ((calls += times) > 100 ? 0.125 : 0.5));
    expect(await warmUp(timeOf, 64)).toEqual({ times: 8, last: 1 });
  });
});

describe('rounds', () => {
  const rounds = { most: 5, least: 3 };

  test('samples are divided by the calls in them, and the snippets take turns', async () => {
    const { now, snippet } = virtual();
    const order: string[] = [];
    const note = (name: string, run: (times: number) => void) => (times: number) => {
      if (order.at(-1) !== name) order.push(name);
      run(times);
    };
    const quick = note(
      'quick',
      snippet(() => 0.125),
    );
    const slow = note(
      'slow',
      snippet(() => 0.25),
    );
    const found = await measure(
      [quick, slow].map((loop) => ({ loop, isAsync: false })),
      { time: 20, rounds, now },
    );
    const four = [0, 1, 2, 3];
    expect(found).toEqual([
      { loops: 8, rounds: Array.from({ length: 5 }, () => four.map(() => 0.000125)) },
      { loops: 4, rounds: Array.from({ length: 5 }, () => four.map(() => 0.00025)) },
    ]);
    // Warming up, then five rounds: quick slow, slow quick, and so on.
    expect(order).toEqual(['quick', 'slow', 'quick', 'slow', 'quick', 'slow', 'quick', 'slow']);
  });

  test('slow snippets have few rounds of a sample each', async () => {
    const { now, snippet } = virtual();
    const slow = snippet(() => 512);
    const loop = (times: number) => Promise.resolve(slow(times));
    const found = await measure([{ loop, isAsync: true }], { time: 20, rounds, now });
    expect(found).toEqual([{ loops: 1, rounds: [[0.512], [0.512], [0.512]] }]);
  });
});

describe('verdicts', () => {
  test('values left out at each end keep the probability at 95%', () => {
    // 2 * (1 + 9) / 2 ** 9 is 3.9%, with 8 it is 7%.
    expect([3, 6, 8, 9, 10, 15, 20].map(leftOut)).toEqual([0, 0, 0, 1, 1, 3, 5]);
    expect(medianInterval([5, 1, 4, 2, 3, 9])).toEqual({ low: 1, high: 9 });
    expect(medianInterval([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ low: 2, high: 9 });
  });

  const measured = (...times: readonly number[]) => ({ loops: 4, rounds: times.map((time) => [time, time]) });

  test('rounds that drift alike leave the ratio as it is', () => {
    const found = verdicts([measured(2, 4, 8, 2, 2, 2), measured(1, 2, 4, 1, 1, 1)]);
    expect(found).toEqual([
      { mean: 10 / 3, median: 2, margin: 1.5, samples: 12, loops: 4, ratio: 2, low: 2, high: 2, real: true },
      { mean: 5 / 3, median: 1, margin: 1.5, samples: 12, loops: 4, ratio: 1, low: 1, high: 1, real: false },
    ]);
  });

  test('a difference that not all rounds have is none', () => {
    const fastest = measured(4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
    const [, other] = verdicts([fastest, measured(5, 5, 5, 5, 5, 5, 5, 5, 5, 2)]);
    expect(other).toMatchObject({ ratio: 1.25, low: 1.25, high: 1.25, real: false });
    const [, slower] = verdicts([fastest, measured(5, 5, 5, 5, 5, 5, 5, 5, 5, 8)]);
    expect(slower).toMatchObject({ ratio: 1.25, low: 1.25, high: 1.25, real: true });
  });
});
