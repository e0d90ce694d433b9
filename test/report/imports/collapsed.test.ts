import { expect, it, describe } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { lines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';

const table = (profile: Profile): string[] => lines(profile, ({ name, tsub, ttot }) => [name, tsub, ttot]);

describe('folded stacks', () => {
  it('numbers behind stacks; a function counts once in each', async () => {
    const text = '# from perf\nmain;f;g;f 3\r\nmain;f 2\n\nmain 1.5\nmain;f 1';
    expect(table(await importBytes(text))).toEqual(['f 6 6', 'g 0 3', 'main 1.5 7.5']);
  });

  it('in a unit that is said', async () => {
    expect(table(await importBytes('a;b 3\n', { unit: 1e6 }))).toEqual(['a 0 3000000', 'b 3000000 3000000']);
  });

  it('names with blanks and numbers, and places behind them', async () => {
    const { sites, files } = await importBytes('operator new (x) 7;load (src/a b.py:12);<g> (b.ts:3:4) 1\n');
    expect(sites).toEqual({
      name: ['operator new (x) 7', 'load', '<g>'],
      ...{ file: [-1, 0, 1], line: [0, 12, 3], column: [0, 0, 4] },
      kind: ['function', 'function', 'function'],
    });
    expect(files).toEqual(['src/a b.py', 'b.ts']);
  });

  it.each([
    ['a;b\n', /line 1: a stack and then a number are expected$/],
    ['a 1\na;b x\n', /line 2: a stack and then a number are expected$/],
    ['a 1\na -1\n', /line 2: a stack and then a number are expected$/],
    ['12\n', /line 1: a stack and then a number are expected$/],
    ['a 1e300\n', /is 1e\+300, but a finite time of 0 ns or more is expected$/],
    ['', /the file is empty$/],
  ])('%j is refused in one line', async (text, message) => {
    await expect(importBytes(text)).rejects.toThrow(message);
  });
});
