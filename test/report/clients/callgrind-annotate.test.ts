import { describe, expect, test } from 'vitest';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { callgrind } from '../../../report/src/exports/callgrind.ts';
import { coroutines, oddNames, recursion } from '../support/cases.ts';
import { foreign } from '../support/foreign.ts';
import { importBytes } from '../support/imports.ts';
import { ours, REAL_PROFILES, run, withFile } from './support.ts';
import type { Shown } from './support.ts';

const QUIET = ['--threshold=100', '--auto=no', '--show-percs=no'];
const ROW = /^\s*((?:[\d,]+|\.)(?:\s+(?:[\d,]+|\.))*)\s+(\S.*?)(?: \[[^\]]*\])?$/;
const CALL = /^\s*(?:[\d,.]+\s+)+<\s+.* \(([\d,]+)x\)(?: \[[^\]]*\])?$/;
const CALLEE = /^\s*(?:[\d,.]+\s+)+\*\s+(\S.*?)(?: \[[^\]]*\])?$/;

/** The rows of a table of callgrind_annotate by their names. */
function rows(path: string, ...args: readonly string[]): Map<string, number[]> {
  const text = run('callgrind_annotate', ...QUIET, ...args, path);
  const table = text.slice(text.indexOf('file:function'));
  return new Map(
    table.split('\n').flatMap((line) => {
      const [, costs, name] = ROW.exec(line) ?? [];
      return name === undefined ? [] : [[name, costs!.split(/\s+/).map(amount)]];
    }),
  );
}

const amount = (text: string): number => (text === '.' ? 0 : Number(text.replaceAll(',', '')));

/** How often each function was called, by all of its callers. */
function calls(path: string): Map<string, number> {
  const found = new Map<string, number>();
  let taken = 0;
  for (const line of run('callgrind_annotate', ...QUIET, '--inclusive=yes', '--tree=caller', path).split(
    '\n',
  )) {
    taken += amount(CALL.exec(line)?.[1] ?? '.');
    const [, name] = CALLEE.exec(line) ?? [];
    if (name === undefined) continue;
    found.set(name, taken);
    taken = 0;
  }
  return found;
}

/** What callgrind_annotate says of a file. */
function inClient(content: string): Map<string, Shown> {
  return withFile(content, (path) => {
    const own = rows(path);
    const called = calls(path);
    return new Map(
      [...rows(path, '--inclusive=yes')].map(([name, [total, wait = 0]]) => [
        name,
        { own: own.get(name)?.[0] ?? 0, total: total!, wait, calls: called.get(name) ?? 0 },
      ]),
    );
  });
}

function expectSame(profile: Profile): void {
  const found = inClient([...callgrind(profile)].join(''));
  const root = found.get('[tsprof]:[root]')!;
  const elapsed = profile.threads.reduce((sum, thread) => sum + thread.elapsed, 0);
  expect(Math.abs(root.total - elapsed)).toBeLessThan(1000);
  for (const [name, { own, total, wait = 0, calls }] of ours(profile, 'file')) {
    const {
      own: theirOwn = 0,
      total: theirTotal = 0,
      wait: theirWait = 0,
      calls: theirCalls = 0,
    } = found.get(name) ?? {};
    // What is written is rounded to the ns for each caller.
    const off = [own - theirOwn, total - theirTotal, wait - theirWait].map(Math.abs);
    expect(Math.max(...off), `${name}: ${JSON.stringify(found.get(name))}`).toBeLessThan(1000);
    expect(theirCalls, name).toBe(calls);
  }
}

describe('callgrind_annotate says what we say of', () => {
  test.each([
    ['recursion', recursion],
    ['coroutines', coroutines],
    ['odd names', oddNames],
  ])('%s', async (_, record) => {
    expectSame(await record());
  });

  test.each(REAL_PROFILES)('%s', (_, record) => {
    const profile = record();
    expect(profileStats(profile).functions.length).toBeGreaterThan(200);
    expectSame(profile);
  });
});

test("a file of Valgrind's: what is imported is what callgrind_annotate says", async () => {
  const bytes = foreign('valgrind.callgrind');
  const found = inClient(bytes.toString());
  const profile = await importBytes(bytes);
  for (const { name, file, ncall, tsub, ttot } of profileStats(profile).functions) {
    // It shows paths as they stand in the file, and we from the working directory on.
    const shown = [...found].filter(
      ([each]) => each.endsWith(`${file.split('/').at(-1)}:${name}`) || each === `???:${name}`,
    );
    expect(
      shown.map(([, { own, total, calls }]) => [calls, own, total]),
      name,
    ).toContainEqual([ncall, tsub, ttot]);
  }
});
