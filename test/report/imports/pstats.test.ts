import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { marshal } from '../../../report/src/exports/marshal.ts';
import type { Marshalled } from '../../../report/src/exports/marshal.ts';
import { foreign } from '../support/foreign.ts';
import { lines, pairLines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';
import { loadPstats, marshalPython } from '../support/python.ts';

const nanoseconds = (seconds: number): number => Math.round(seconds * 1e9);

const ours = (profile: Profile): string[] =>
  lines(profile, (row) =>
    [row.file, row.line, row.name, row.ncall, row.nactualcall, row.tsub, row.ttot].join(' ').split(' '),
  );

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe("Python's profiles", () => {
  it('of cProfile: what pstats says of the same file', async () => {
    const bytes = foreign('python.pstats');
    const profile = await importBytes(bytes);
    const { functions, totals } = loadPstats(bytes);
    const theirs = functions.map(({ place: [file, line, name], calls, primitive, own, total }) =>
      [file === '~' ? '' : file, line, name, calls, primitive, nanoseconds(own), nanoseconds(total)].join(
        ' ',
      ),
    );
    expect(ours(profile)).toEqual(theirs.sort());
    // What nobody called was called by the root.
    const pairs = functions.flatMap(({ place: [, , name], callers }) =>
      callers.map(({ place, calls, own, total }) =>
        [`${place[2]}>${name}`, calls, nanoseconds(own), nanoseconds(total)].join(' '),
      ),
    );
    expect(pairLines(profile).filter((line) => !line.startsWith('[root]>'))).toEqual(pairs.sort());
    const { elapsed, rootSelf } = profile.threads[0]!;
    // It adds up what it has rounded to floats.
    expect([elapsed, rootSelf]).toEqual([nanoseconds(totals.time), 0]);
  });

  it('of recursion: the call from outside is the one that counts', async () => {
    const profile = await importBytes(foreign('python.pstats'));
    const fib = pairLines(profile).filter((line) => line.includes('>fib '));
    expect(fib.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['fib>fib 464', 'main>fib 1']);
  });

  it('in every version of marshal', async () => {
    const value = `{('a.py', 3, 'f'): (1, 2, 0.5, 3000000000, {('~', 0, 'g'): (2, 1, 0.5, 0.25)}), ('~', 0, 'g'): (3000000000, 3000000000, 0.0, 0.0, {})}`;
    const versions = await Promise.all(
      [0, 1, 2, 3, 4].map((version) => importBytes(marshalPython(value, version))),
    );
    for (const profile of versions)
      expect(ours(profile)).toEqual([
        ' 0 g 3000000000 3000000000 0 0',
        'a.py 3 f 2 1 500000000 3000000000000000000',
      ]);
  });

  it.each<[string, Marshalled, RegExp]>([
    ['no dictionary', 'text', /no profile of Python's: a dictionary expected$/],
    ['no figures', new Map([[['a', 1, 'f'], 'x']]), /figures expected$/],
    [
      'a function that is none',
      new Map([
        [
          ['a', 1],
          [1, 1, 0, 0],
        ],
      ]),
      /a function is no file, line and name$/,
    ],
    [
      'a figure that is none',
      new Map([
        [
          ['a', 1, 'f'],
          [1, 1, 'x', 0],
        ],
      ]),
      /a figure is no number of 0 or more$/,
    ],
  ])('%s is refused in one line', async (_, value, message) => {
    await expect(importBytes(marshal(value), { format: 'pstats' })).rejects.toThrow(message);
  });

  it('what is cut short, refers to nothing or is too deep is refused', async () => {
    const bytes = foreign('python.pstats');
    const given = { format: 'pstats' };
    await expect(importBytes(bytes.subarray(0, 500), given)).rejects.toThrow(
      /at byte \d+, the file is cut short$/,
    );
    await expect(importBytes(latin1('{r\x09\0\0\0'), given)).rejects.toThrow(
      /there is no value to refer to$/,
    );
    await expect(importBytes('(\x01\0\0\0'.repeat(20), given)).rejects.toThrow(/too deep within each other$/);
    await expect(importBytes(latin1('{(\xff\xff\xff\x7f'), given)).rejects.toThrow(/cut short$/);
    await expect(importBytes(latin1('{u\xff\xff\xff\x7f'), given)).rejects.toThrow(/cut short$/);
    await expect(importBytes(latin1('{l\x09\0\0\0'), given)).rejects.toThrow(/a number is too large$/);
  });
});
