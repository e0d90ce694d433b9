/** TypeScript that another loader compiles: profiled where it was written, with stacks as they are with that loader alone. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { callCounts, cleanEnv, copyProjects, profiled, removeProjects, runNode } from './projects.ts';
import type { Profile } from '@tsprof/runtime/profile';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const COMMONJS: readonly (readonly [name: string, option: string])[] = [
  ['ts-node', '--require=ts-node/register'],
  ['swc-node', '--require=@swc-node/register'],
  ['tsx', '--require=tsx/cjs'],
  ['tsx, imported', '--import=tsx'],
];
const MODULE: typeof COMMONJS = [
  ['ts-node', '--loader=ts-node/esm'],
  ['swc-node', '--import=@swc-node/register/esm-register'],
  ['tsx', '--import=tsx'],
];

let projects: string;
beforeAll(() => {
  projects = join(copyProjects(), 'other-loaders');
  symlinkSync(PACKAGES, join(projects, 'node_modules'), 'junction');
  return () => removeProjects(join(projects, '..'));
});

/** Functions by name, with the line of their source. */
const LINES = {
  ...{ main: 15, label: 11, area: 3, 'area/square': 4, later: 8, 'later/new Promise()': 9 },
  ...{ typed: 15, 'Point.types': 32, 'Point.sum': 36, 'Point.fail': 40 },
};
const CALLS = {
  ...{ main: 1, label: 2, area: 2, 'area/square': 2, later: 2, 'later/new Promise()': 2 },
  ...{ 'Point.types': 1, 'Point.sum': 1, 'Point.fail': 2 },
};

function linesOf({ sites }: Profile): Record<string, number | undefined> {
  return Object.fromEntries(sites.name.map((name, site) => [name, sites.line[site]]));
}

/** A program by another loader, to its end by an error that nobody catches, both ways. */
async function expectSame(kind: string, option: string, inEnvironment: boolean): Promise<void> {
  const cwd = join(projects, kind);
  const script = join(cwd, 'main.ts');
  const options = ['--no-warnings', option];
  const env = { ...cleanEnv(), FAIL: '1', ...(inEnvironment && { NODE_OPTIONS: options.join(' ') }) };
  const given = inEnvironment ? [] : options;
  const plain = await runNode([...given, script], { cwd, env });
  expect(plain.stderr).toContain('failed: uncaught');
  const runOptions = given.map((each) => `--node-option=${each}`);
  const { profile, ...ran } = await profiled(script, [], { cwd, env, runOptions });
  expect(ran).toEqual(plain);
  expect(callCounts(profile)).toMatchObject(CALLS);
  expect(linesOf(profile)).toMatchObject(LINES);
}

describe('CommonJS', () => {
  test.each(COMMONJS)('%s', (_, option) => expectSame('commonjs', option, false));
});

describe('ES modules', () => {
  test.each(MODULE)('%s', (_, option) => expectSame('module', option, false));
});

describe('by NODE_OPTIONS', () => {
  test.each([COMMONJS[0]!, COMMONJS[2]!])('%s', (_, option) => expectSame('commonjs', option, true));
  test.each([MODULE[2]!])('%s, ES modules', (_, option) => expectSame('module', option, true));
});
