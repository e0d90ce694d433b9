import { describe, expect, it } from 'vitest';
import { CodeLens } from 'vscode-languageserver-types';
import { codelens } from '../../../report/src/exports/codelens.ts';
import { call, profileOf } from '../../profile/support/build.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import type { Profile } from '@tsprof/runtime/profile';

interface Lenses {
  readonly format: string;
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly uri: string;
    readonly lenses: readonly (CodeLens & { readonly data: Readonly<Record<string, unknown>> })[];
  }[];
}

const read = (profile: Profile): Lenses => JSON.parse([...codelens(profile)].join('')) as Lenses;

const titles = (profile: Profile): readonly string[] =>
  read(profile).files.flatMap(({ lenses }) => lenses.map(({ command }) => command!.title));

describe('code lenses', () => {
  it('tell calls, own time, total and wait', async () => {
    expect(titles(await recursion())).toEqual([
      'main: 1 call · own 1.00 ms · total 10.0 ms',
      'f: 2/1 calls · own 5.00 ms · total 9.00 ms',
      'g: 1 call · own 4.00 ms · total 7.00 ms',
    ]);
    expect(titles(await coroutines())).toEqual([
      'a: 3 calls · own 3.00 ms · total 33.0 ms · wait 30.0 ms',
      'both: 1 call · own 1.00 ms · total 13.0 ms · wait 10.0 ms',
      'fire: 1 call · own 1.00 ms · total 1.00 ms',
      'main: 1 call · own 0 · total 0',
    ]);
  });

  it('are those of the Language Server Protocol, where the functions stand, with the figures in seconds', () => {
    const definitions = {
      late: { file: 'src/b c.ts', line: 9, column: 2 },
      early: { file: 'src/b c.ts', line: 3, column: 14 },
      inPage: { file: 'https://x.test/a.js', line: 1 },
      '[tag job]': { kind: 'tag' as const },
    };
    const calls = [call('late', 3e6, call('early', 2e6)), call('inPage', 1e6), call('[tag job]', 1e6)];
    const { format, version, files } = read(profileOf(calls, { definitions, cwd: '/project' }));
    expect([format, version]).toEqual(['tsprof-codelens', 1]);
    expect(files.map(({ file, uri }) => [file, uri])).toEqual([
      ['https://x.test/a.js', 'https://x.test/a.js'],
      ['src/b c.ts', 'file:///project/src/b%20c.ts'],
    ]);
    expect(files.flatMap(({ lenses }) => lenses).every((lens) => CodeLens.is(lens))).toBe(true);
    const position = { line: 2, character: 14 };
    expect(files[1]!.lenses[0]).toEqual({
      range: { start: position, end: position },
      command: { title: 'early: 1 call · own 2.00 ms · total 2.00 ms', command: '' },
      data: {
        ...{ name: 'early', kind: 'function', ncall: 1, nactualcall: 1 },
        ...{ tsub: 0.002, ttot: 0.002, twait: 0, tmax: 0.002, pending: 0 },
      },
    });
    expect(files[1]!.lenses[1]!.data['name']).toBe('late');
  });

  it('have counts alone where there are no times', () => {
    expect(titles(profileOf([call('a', 0, call('b', 0))], { clock: 'none' }))).toEqual([
      'a: 1 call',
      'b: 1 call',
    ]);
  });

  it('are text, whatever a function is called', async () => {
    const profile = await oddNames();
    const names = read(profile).files.flatMap(({ lenses }) => lenses.map(({ data }) => data['name']));
    expect(names.sort()).toEqual([...profile.sites.name].filter((name) => name !== '<module>').sort());
    expect([...codelens(profile)].join('')).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  });
});
