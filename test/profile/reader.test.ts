/** Profiles that come in pieces, and what is too much of one. */
import { ProfileReader, ReadBudget, parseProfile } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { call, chain, profileOf } from './support/build.ts';

const good: Profile = profileOf([call('é \\ "\n\u2028 \u{1f600}', 4.25, chain(['b', 3], ['a', 3e-7]))]);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads pieces of the given lengths in turn. */
function readInPieces(text: string, lengths: readonly number[]): Profile {
  const bytes = bytesOf(text);
  const reader = new ProfileReader('x');
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length]!;
    reader.write(bytes.subarray(at, at + length));
    at += length;
  }
  return reader.end();
}

/** What is said of a document that is written again and again until it is refused. */
function refusal(head: string, repeated: string, most: number): string {
  const reader = new ProfileReader('x.tsprof');
  const piece = bytesOf(repeated.repeat(2 ** 16));
  try {
    reader.write(bytesOf(head));
    for (let written = 0; written < most; written += piece.length) reader.write(piece);
    reader.end();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

describe('a profile in pieces', () => {
  it('is the same wherever it is cut', () => {
    const text = JSON.stringify(good, null, 1);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (lengths) => {
        expect(readInPieces(text, lengths)).toEqual(good);
      }),
    );
  });

  it('has the numbers that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e24, noNaN: true })), (numbers) => {
        const [thread] = good.threads;
        const edges = Object.fromEntries(
          Object.keys(thread!.edges).map((name) => [name, numbers.map(() => 0)]),
        );
        const raw = { rootSelf: 0, tsub: numbers, ttot: numbers };
        const nodes = { site: [-1, 0], parent: [-1, 0] };
        const to = numbers.map(() => 1);
        const text = JSON.stringify({
          ...good,
          threads: [{ ...thread, nodes, edges: { ...edges, to }, raw }],
        });
        expect(parseProfile(text).threads[0]!.raw!.tsub).toEqual(JSON.parse(JSON.stringify(numbers)));
      }),
    );
  });

  it('drops fields of other names, whatever is in them', () => {
    const text = JSON.stringify(good).replace('{', '{"later":{"a":[[{}],"\\u0000",1e999,true]},');
    expect(parseProfile(text)).toEqual(good);
  });

  it.each(['01', '1.', '.5', '-', '+1', '1e', '1.e5', 'tru', 'nul', 'NaN', 'Infinity', '0x1', '1_0', "'a'"])(
    'refuses %s as JSON does',
    (token) => {
      expect(() => parseProfile(JSON.stringify(good).replace('1000,', `${token},`), 'x')).toThrow(
        /^x: not valid JSON: at byte \d+ stands /,
      );
    },
  );

  it.each([
    '{,',
    '{"a":}',
    '{"a":1,}',
    '{"a":[1,]}',
    '{"a":[1 2]}',
    '{"a"}',
    '{"a":[}',
    '{"a":{]',
    '{"a":1}}',
  ])('refuses %s', (text) => {
    expect(() => parseProfile(text, 'x')).toThrow(/^x: not valid JSON: at byte \d+ stands /);
  });
});

describe('too much of a profile is refused with the limit', () => {
  const name = 'x.tsprof: too large: more than ';
  it.each<[what: string, head: string, repeated: string, line: string]>([
    ['nesting', '{"later":', '[', `${name}64 lists and objects within each other are not read`],
    ['nested objects', '{"later":', '{"a":', `${name}64 lists and objects within each other are not read`],
    ['space', '{', ' '.repeat(64), `${name}512 MiB of JSON are not read`],
    ['one text', '{"cwd":"', 'a', `${name}1048576 bytes in one text are not read`],
    ['one number', '{"version":', '1', `${name}1048576 bytes in one text are not read`],
    ['texts', '{"files":["a"', ',""', `${name}1 million texts are not read`],
    [
      'text',
      '{"files":["a"',
      `,"${'a'.repeat(1000)}"`,
      `${name}64 MiB of names and other texts are not read`,
    ],
    ['objects', '{"threads":[{}', ',{}', `${name}200,000 lists and objects are not read`],
    [
      'rows',
      '{"threads":[{"edges":{"from":[0',
      ',0',
      'x.tsprof: threads[0].edges.from: too large: more than 4000000 rows are not read',
    ],
    [
      'rows, again and again',
      '{"threads":[{"edges":{"a":0',
      `,"from":[0${',0'.repeat(1000)}]`,
      `${name}40 million values are not read`,
    ],
    ['fields', '{"threads":[{"health":{"a":0', ',"b":0', `${name}1 million texts are not read`],
    ['fields that are not kept', '{"a":0', ',"b":0', `${name}4 million fields of objects are not read`],
  ])('%s', (_, head, repeated, line) => {
    expect(refusal(head, repeated, 2 ** 30)).toBe(line);
  });

  it('also if it comes in several files', () => {
    const budget = new ReadBudget();
    const head = '{"files":["a"';
    const half = bytesOf(`${head}${',""'.repeat(600_000)}`);
    new ProfileReader('first', budget).write(half);
    expect(() => new ProfileReader('second', budget).write(half)).toThrow(
      'second: too large: more than 1 million texts are not read',
    );
  });

  it('a long working directory, which each file has before it', () => {
    const files = Array.from({ length: 10_000 }, (_, at) => `f${at}`);
    expect(() => parseProfile(JSON.stringify({ ...good, cwd: '/a'.repeat(4000), files }), 'x')).toThrow(
      'x: too large: more than 32 MiB of paths are not read',
    );
  });
});

describe('a list with something of another type in it', () => {
  it.each([
    ['"from":[0', '"from":[0,null', 'x: threads[0].edges.from[1] is null, but a whole number is expected'],
    ['"tsub":[', '"tsub":[[],', 'x: threads[0].edges.tsub[0] is a list, but a finite time of 0 ns or more'],
    ['"files":[', '"files":[7,', 'x: files[0] is 7, but a text is expected'],
  ])('%s to %s is refused where it stands', (before, after, line) => {
    expect(() => parseProfile(JSON.stringify(good).replace(before, after), 'x')).toThrow(line);
  });
});
