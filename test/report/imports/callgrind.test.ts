import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { foreign } from '../support/foreign.ts';
import { lines, pairLines } from '../support/figures.ts';
import { importBytes } from '../support/imports.ts';

const table = (profile: Profile): string[] =>
  lines(profile, ({ name, file, line, ncall, tsub, ttot }) => [
    `${name} ${file.split('/').at(-1)}:${line}`,
    ncall,
    tsub,
    ttot,
  ]);

const HEAD = 'events: A Time\n';

describe('callgrind files', () => {
  it('of Valgrind: what callgrind_annotate 3.19 says of the same file', async () => {
    const profile = await importBytes(foreign('valgrind.callgrind'));
    expect(table(profile)).toEqual([
      '(below main) :0 1 0 20758',
      '(below main) libc_start_call_main.h:29 1 0 20758',
      '0x000000000001ab70 :0 0 0 20758',
      '__libc_start_main@@GLIBC_2.34 libc-start.c:242 1 0 20758',
      'fib c.c:3 50 830 19835',
      "fib'2 c.c:3 1330 19005 77705",
      'main c.c:5 1 6 20758',
      'work c.c:4 1 917 20752',
    ]);
    expect(pairLines(profile).filter((line) => line.startsWith('work>'))).toEqual(['work>fib 50 0 19835']);
    const [thread] = profile.threads;
    expect([thread!.rootSelf, thread!.elapsed]).toEqual([0, 20758]);
    expect(thread!.notes).toEqual(['imported: one Ir is taken for 1 ns']);
  });

  it('takes the time among several events, in its unit', async () => {
    const ofXdebug = 'creator: xdebug 3.1\nevents: Time_(10ns) Memory_(bytes)\nfl=a.php\nfn=f\n1 5 100\n';
    expect(table(await importBytes(ofXdebug))).toEqual(['f a.php:1 0 50 50']);
    expect(table(await importBytes('events: Memory Time\nfl=a\nfn=f\n1 7 5\n', { unit: 1e3 }))).toEqual([
      'f a:1 0 5000 5000',
    ]);
  });

  it('reads positions of every kind', async () => {
    const text = [
      'positions: instr line',
      'events: Time',
      'fl=a.c',
      'fn=f',
      '0x10 5 1',
      '+4 +2 2',
      '* -1 4',
      '-2 * 8',
      'jump=3 0x14 7',
      '0x18 7',
      'cfn=g',
      'calls=2 0x20 9',
      '0x18 8 16',
      'fn=g',
      '0x20 9 16',
    ];
    expect(table(await importBytes(text.join('\n')))).toEqual(['f a.c:5 0 15 31', 'g a.c:9 2 16 16']);
  });

  it('knows names by their numbers, and files within functions', async () => {
    const text = [
      ...['fl=(1) a.c', 'fn=(1) f', '1 0 1', 'fi=(2) inlined.h', '7 0 2', 'fe=(1)', '2 0 4'],
      ...['cfi=(2)', 'cfn=(2) (g) <x>', 'calls=1 7', '3 0 8', 'fl=(2)', 'fn=(2)', '7 0 8'],
    ];
    expect(table(await importBytes(HEAD + text.join('\r\n')))).toEqual([
      '(g) <x> inlined.h:7 1 8 8',
      'f a.c:1 0 5 13',
      'f inlined.h:7 0 2 2',
    ]);
  });

  it('adds up what stands in several places, and costs that are left out at the end', async () => {
    const text = [
      'fl=a',
      'fn=f',
      '1 1 2',
      '1 1',
      'cfn=g',
      'calls=1 4',
      '1 0 3',
      'cfn=g',
      'calls=2 4',
      '1 0 4',
      'fn=f',
      '9 0 5',
    ];
    expect(table(await importBytes(HEAD + text.join('\n')))).toEqual(['f a:1 0 7 14', 'g a:4 3 0 7']);
  });

  it.each([
    ['fl=a\nfn=(1)\n', /line 3: there is no name \(1\) yet$/],
    ['1 2 3\n', /line 2: a cost stands before the events or before any function$/],
    ['fl=a\nfn=f\nwhat is this\n', /line 4: "what" is no line of a callgrind file$/],
    ['fl=a\nfn=f\n1 2 x\n', /line 4: "x" is no cost$/],
    ['fl=a\nfn=f\n1 2 -3\n', /line 4: "-3" is no cost$/],
    ['fl=a\nfn=f\ncalls=1 2\n', /line 4: calls= without cfn= before it$/],
    ['fl=a\nfn=f\ncfn=g\ncalls=x 2\n', /line 5: calls=x is no number of calls$/],
    [`events: ${'E '.repeat(100)}\n`, /line 2: more than 64 events$/],
    [`fn=${'x'.repeat(2 ** 20 + 1)}`, /too large: more than 1048576 characters in one line are not read$/],
  ])('%j is refused in one line', async (text, message) => {
    await expect(importBytes(HEAD + text)).rejects.toThrow(message);
  });
});
