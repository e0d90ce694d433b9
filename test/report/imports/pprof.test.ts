import {
  Function as PprofFunction,
  Line,
  Location,
  Profile as Pprof,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { foreign } from '../support/foreign.ts';
import { lines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';
import { topLines } from '../support/pprof-reader.ts';

const table = (profile: Profile): string[] => lines(profile, ({ name, tsub, ttot }) => [name, tsub, ttot]);

interface Given {
  readonly types?: readonly (readonly [type: string, unit: string])[];
  readonly defaultType?: string;
  /** Frames from the innermost on. */
  readonly samples?: readonly (readonly [frames: readonly string[], ...values: (number | bigint)[]])[];
}

/** A file as the library writes it. */
function fileOf({ types = [['cpu', 'nanoseconds']], defaultType, samples = [] }: Given): Uint8Array {
  const strings = new StringTable();
  const names = [...new Set(samples.flatMap(([frames]) => frames))];
  return new Pprof({
    sampleType: types.map(
      ([type, unit]) => new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) }),
    ),
    sample: samples.map(
      ([frames, ...value]) =>
        new Sample({ locationId: frames.map((name) => names.indexOf(name) + 1), value }),
    ),
    location: names.map(
      (_, at) => new Location({ id: at + 1, line: [new Line({ functionId: at + 1, line: 7 })] }),
    ),
    function: names.map(
      (name, at) => new PprofFunction({ id: at + 1, name: strings.dedup(name), startLine: at + 1 }),
    ),
    stringTable: strings,
    ...(defaultType === undefined ? {} : { defaultSampleType: strings.dedup(defaultType) }),
    timeNanos: 1_700_000_000_000_000_000n,
  }).encode();
}

describe("pprof's profiles", () => {
  it('of Go: what go tool pprof -top says of the same file', async () => {
    const profile = await importBytes(foreign('go.pb.gz'));
    expect(table(profile)).toEqual([
      'main.even 0 10000000',
      'main.fib 40000000 40000000',
      'main.main 0 40000000',
      'main.odd 0 10000000',
      'main.work 0 40000000',
      'runtime.copystack 0 10000000',
      'runtime.main 0 40000000',
      'runtime.memmove 10000000 10000000',
      'runtime.newstack 0 10000000',
    ]);
    const [{ clock, elapsed }] = profile.threads as [Profile['threads'][number]];
    expect([clock, elapsed]).toEqual(['cpu', 50_000_000]);
  });

  it('of recursion: each function counts once in a stack', async () => {
    const samples = [
      [['f', 'g', 'f', 'main'], 5],
      [['g', 'f', 'g', 'f', 'main'], 3],
      [['main'], 2],
    ] as const;
    const profile = await importBytes(fileOf({ samples }));
    const client = samples.map(([frames, value]) => ({ frames, values: [value], labels: {} }));
    expect(table(profile)).toEqual(topLines(client, 0));
    expect(profile.threads[0]!.started).toBe(1_700_000_000_000);
  });

  it('takes the time that is shown first, else the last one', async () => {
    const types = [
      ['samples', 'count'],
      ['wall', 'milliseconds'],
      ['cpu', 'microseconds'],
      ['space', 'bytes'],
    ] as const;
    const samples = [[['f'], 1, 2, 3, 4]] as const;
    const own = async (given: Given) =>
      (await importBytes(fileOf({ types, samples, ...given }))).threads[0]!.elapsed;
    expect(await own({})).toBe(3e3);
    expect(await own({ defaultType: 'wall' })).toBe(2e6);
    expect(await own({ defaultType: 'space' })).toBe(3e3);
  });

  it('reads numbers of 64 bits', async () => {
    const profile = await importBytes(
      fileOf({
        samples: [
          [['f'], 2n ** 62n],
          [['g'], Number.MAX_SAFE_INTEGER],
        ],
      }),
    );
    expect(table(profile)).toEqual([`f ${2 ** 62} ${2 ** 62}`, `g ${2 ** 53 - 1} ${2 ** 53 - 1}`]);
  });

  it('what has no name is known by its address', async () => {
    const bytes = new Pprof({
      sampleType: [new ValueType({ type: 1, unit: 2 })],
      sample: [new Sample({ locationId: [1], value: [3] })],
      location: [new Location({ id: 1, address: 0xabc })],
      stringTable: ['cpu', 'nanoseconds'].reduce(
        (table, text) => (table.dedup(text), table),
        new StringTable(),
      ),
    }).encode();
    expect(table(await importBytes(bytes))).toEqual(['0xabc 3 3']);
  });

  it('what has no stack is the root', async () => {
    const { threads } = await importBytes(
      fileOf({
        samples: [
          [[], 4],
          [['f'], 1],
        ],
      }),
    );
    expect([threads[0]!.rootSelf, threads[0]!.elapsed]).toEqual([4, 5]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'no time',
      fileOf({ types: [['space', 'bytes']], samples: [[['f'], 1]] }),
      /none of its values is a time; there are: "space\/bytes"$/,
    ],
    ['a time below 0', fileOf({ samples: [[['f'], -1]] }), /a value is below 0$/],
    ['a field without an end', Buffer.from([0x12, 0x7f, 1]), /at byte 0, a field has no end$/],
    ['a number without an end', Buffer.from([0x48, ...Array<number>(20).fill(0xff)]), /a number has no end$/],
    ['a group', Buffer.from([0x0b]), /at byte 0, a field of type 3$/],
    [
      'a location that is not there',
      fileOf({ samples: [[['f'], 1]] }).map((byte) => (byte === 0x22 ? 0x7a : byte)),
      /there is no location 1$/,
    ],
  ])('%s is refused in one line', async (_, bytes, message) => {
    await expect(importBytes(bytes, { format: 'pprof' })).rejects.toThrow(message);
  });
});
