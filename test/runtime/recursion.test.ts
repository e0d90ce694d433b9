import { expect, test } from 'vitest';
import { printedPairs, printedTable } from '../support/printed-table.ts';
import { startRecording } from '../support/recording.ts';

/**
 * Yappi's vectors for synchronous recursion: `a6 b5 c3` is a calling b calling c, with the time from enter to
 * leave of each. (PARITY section 5.)
 */
const VECTORS: readonly [given: string, functions: string, pairs: string][] = [
  ['a6 b5 c3 d1', 'a 1 1 6|b 1 2 5|c 1 2 3|d 1 1 1', 'a>b 1 2 5|b>c 1 2 3|c>d 1 1 1'],
  ['d9 d7 d3 d2', 'd 4/1 9 9', 'd>d 3/1 7 7'],
  ['a20 b19 c17 a13 b11 c9 a6', 'a 3/1 9 20|b 2/1 4 19|c 2/1 7 17', 'a>b 2/1 4 19|b>c 2/1 7 17|c>a 2/1 8 13'],
  [
    'a20 b19 c17 a13 d12 c10 a5',
    'a 3/1 7 20|b 1 2 19|c 2/1 9 17|d 1 2 12',
    'a>b 1 2 19|a>d 1 2 12|b>c 1 4 17|c>a 2/1 6 13|d>c 1 5 10',
  ],
  ['a10 b9 c7 b4 c2 a1', 'a 2/1 2 10|b 2/1 4 9|c 2/1 4 7', 'a>b 1 2 9|b>c 2/1 4 7|c>a 1 1 1|c>b 1 2 4'],
  [
    'a13 a11 b9 c5 c3 b1',
    'a 2/1 4 13|b 2/1 5 9|c 2/1 4 5',
    'a>a 1 2 11|a>b 1 4 9|b>c 1 2 5|c>b 1 1 1|c>c 1 2 3',
  ],
  ['a13 b10 a9 a5', 'a 3/1 12 13|b 1 1 10', 'a>a 1 5 5|a>b 1 1 10|b>a 1 4 9'],
  ['a13 a10 b9 b5', 'a 2/1 4 13|b 2/1 9 9', 'a>a 1 1 10|a>b 1 4 9|b>b 1 5 5'],
  ['a13 b10 b6 b1', 'a 1 3 13|b 3/1 10 10', 'a>b 1 4 10|b>b 2/1 6 6'],
  ['a13 a10 a6 b1', 'a 3/1 12 13|b 1 1 1', 'a>a 2/1 9 10|a>b 1 1 1'],
  ['a13 b10 a6 b1', 'a 2/1 8 13|b 2/1 5 10', 'a>b 2/1 5 10|b>a 1 5 6'],
];

function run(given: string) {
  const recording = startRecording();
  const sites = new Map<string, number>();
  const calls = given.split(' ').map((call) => ({ name: call[0]!, time: Number(call.slice(1)) }));
  for (const { name } of calls) if (!sites.has(name)) sites.set(name, recording.site(name));
  for (const { name } of calls) recording.probes.enter(sites.get(name)!);
  let passed = 0;
  for (const { name, time } of calls.reverse()) {
    recording.pass(time - passed);
    passed = time;
    recording.probes.leave(sites.get(name)!);
  }
  return recording.profile();
}

test.each(VECTORS)('%s', (given, functions, pairs) => {
  const profile = run(given);
  expect(printedTable(profile)).toBe(functions.replaceAll('|', '\n'));
  expect(printedPairs(profile)).toBe(pairs.replaceAll('|', '\n'));
  expect(profile.threads[0]!.anomalies).toEqual({});
});

test('fib(22): 57,313 calls, self is total', () => {
  const { probes, site, pass, profile } = startRecording();
  const fib = site('fib');
  const call = (n: number): void => {
    probes.enter(fib);
    pass(1);
    if (n > 1) {
      call(n - 1);
      call(n - 2);
    }
    probes.leave(fib);
  };
  call(22);
  expect(printedTable(profile())).toBe('fib 57313/1 57313 57313');
});
