import { describe, expect, it } from 'vitest';
import type { Profile } from '@tsprof/runtime/profile';
import { cpuprofile } from '../../../report/src/exports/cpuprofile.ts';
import { call, profileOf, withThreads } from '../../profile/support/build.ts';
import { coroutines, recursion } from '../support/cases.ts';
import { bySamples, callFrames, inCode, inDevTools, lensesInCode } from '../support/cpuprofile-readers.ts';

const textOf = (profile: Profile): string => [...cpuprofile(profile)].join('');

/** The readers have three rules for what the time of a node is. */
function inAll(profile: Profile): readonly string[] {
  const text = textOf(profile);
  expect(inCode(text)).toEqual(inDevTools(text));
  expect(bySamples(text)).toEqual(inDevTools(text));
  return inDevTools(text);
}

describe('CPU profiles', () => {
  it('recursion', async () => {
    const profile = withThreads(await recursion(), { rootSelf: 10e6, elapsed: 20e6 });
    expect(inAll(profile)).toEqual([
      '(root) 0 20000',
      '(root) > (idle) 10000 10000',
      '(root) > main 1000 10000',
      '(root) > main > f 2000 9000',
      '(root) > main > f > g 4000 7000',
      '(root) > main > f > g > f 3000 3000',
    ]);
  });

  it('coroutines: running time', async () => {
    expect(inAll(await coroutines())).toEqual([
      '(root) 0 15000',
      '(root) > (idle) 10000 10000',
      '(root) > both 1000 3000',
      '(root) > both > a 2000 2000',
      '(root) > fire 1000 2000',
      '(root) > fire > a 1000 1000',
      '(root) > main 0 0',
    ]);
  });

  it('each of several threads is a node of its own', async () => {
    const threads = withThreads(
      await recursion(),
      { id: '1.0' },
      { id: '1.1', name: 'worker', rootSelf: 2e6 },
    );
    expect(inAll(threads).filter((line) => !line.includes('main > f'))).toEqual([
      '(root) 0 22000',
      '(root) > (idle) 2000 2000',
      '(root) > [thread main] 0 10000',
      '(root) > [thread main] > main 1000 10000',
      '(root) > [thread worker] 0 10000',
      '(root) > [thread worker] > main 1000 10000',
    ]);
  });

  it('rounds to µs so that a function keeps its time, in however many places of the tree it is', () => {
    const profile = profileOf([...'abcdefgh'].map((name) => call(name, 400, call('x', 400))));
    const own = inAll(profile).flatMap((line) =>
      line.includes(' > x ') ? Number(line.split(' ').at(-2)) : [],
    );
    // Eight times 0.4 µs.
    expect(own).toEqual([0, 1, 0, 1, 0, 0, 1, 0]);
  });

  it('has what VS Code shows above functions: own time, wherever they were called', async () => {
    const profile = { ...(await recursion()), cwd: '/project' };
    const { sites } = profile;
    const place = (name: string) => {
      const site = sites.name.indexOf(name);
      return `/project/${profile.files[sites.file[site]!]!}:${sites.line[site]}:${sites.column[site]}`;
    };
    const text = textOf(profile);
    expect(lensesInCode(text)).toEqual([`${place('main')} 1000`, `${place('f')} 5000`, `${place('g')} 4000`]);
    // With these, Code would take only what its debugger has found out about places.
    expect(JSON.parse(text)).not.toHaveProperty('$vscode');
  });

  it('says where functions are as V8 does', () => {
    const definitions = {
      a: { file: 'src/a b.ts', line: 3, column: 4 },
      b: { file: 'https://x.test/b.js', line: 1 },
    };
    const frames = callFrames(
      textOf(profileOf([call('a', 2, call('b', 1))], { definitions, cwd: '/project' })),
    );
    expect(frames).toEqual([
      { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 },
      {
        ...{ functionName: 'a', scriptId: '1', url: 'file:///project/src/a%20b.ts' },
        ...{ lineNumber: 2, columnNumber: 4 },
      },
      { functionName: '(idle)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 },
      { functionName: 'b', scriptId: '2', url: 'https://x.test/b.js', lineNumber: 0, columnNumber: 0 },
    ]);
  });
});
