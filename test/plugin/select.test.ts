import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { compilePatterns, createSelection } from '../../plugin/src/select.ts';
import type { SelectionGlobs } from '../../plugin/src/select.ts';
import { globPatterns } from '../../plugin/src/file-patterns.ts';
import { createSelector } from '../../plugin/src/selector.ts';

const NONE: SelectionGlobs = { only: [], include: [], includePackage: [], exclude: [] };
const CWD = '/home/me/app';

const select = (globs: Partial<SelectionGlobs>, path: string, cwd = CWD): boolean =>
  createSelector(compilePatterns({ ...NONE, ...globs }, cwd))(path);

describe('globs', () => {
  const matches = (glob: string, path: string, cwd = CWD): boolean => select({ only: [glob] }, path, cwd);

  test.each([
    ['**', '/elsewhere/node_modules/x/a.js', true],
    ['/', '/elsewhere/a.js', true],
    ['/**', '/elsewhere/a.js', true],
    ['**/x.cjs', '/elsewhere/deep/x.cjs', true],
    ['**/x.cjs', '/home/me/app/x.cjs', true],
    ['**/x.cjs', '/home/me/app/ax.cjs', false],
    ['**/gen', '/elsewhere/gen/a.js', true],
    ['**/node_modules/acorn/**', '/elsewhere/node_modules/acorn/dist/a.js', true],
    ['src', '/home/me/app/src/deep/.hidden/a.js', true],
    ['src', '/home/me/app/src', true],
    ['src', '/home/me/app/source/a.js', false],
    ['src', '/elsewhere/src/a.js', false],
    ['./src/', '/home/me/app/src/a.js', true],
    ['.', '/home/me/app/a.js', true],
    ['./**', '/home/me/app/node_modules/x/a.js', true],
    ['./**', '/home/me/application/a.js', false],
    ['..', '/home/me/lib/a.js', true],
    ['../lib/**', '/home/me/lib/a.js', true],
    ['../lib', '/home/me/app/lib/a.js', false],
    ['../../*/app/**/*.js', '/home/you/app/a/b.js', true],
    ['src/../lib/*.js', '/home/me/app/lib/a.js', true],
    ['*.js', '/home/me/app/a.js', true],
    ['*.js', '/home/me/app/src/a.js', false],
    ['*.js', '/elsewhere/a.js', false],
    ['src/*.ts', '/home/me/app/src/a.js', false],
    ['/home/me/app/{src,lib}/**', '/home/me/app/lib/a.js', true],
    ['{src,../lib}/**/*.js', '/home/me/lib/a.js', true],
    ['{./src,{/opt,**/gen}/x}/*.js', '/elsewhere/gen/x/a.js', true],
    ['{./src,{/opt,**/gen}/x}/*.js', '/opt/x/a.js', true],
    ['{./src,{/opt,**/gen}/x}/*.js', '/home/me/app/src/a.js', true],
    ['{./src,{/opt,**/gen}/x}/*.js', '/home/me/app/opt/x/a.js', false],
    ['!(test)/**', '/home/me/app/src/a.js', true],
    ['!(test)/**', '/home/me/app/test/a.js', false],
    ['src/[ab].js', '/home/me/app/src/b.js', true],
    ['src/\\[id\\]/*.js', '/home/me/app/src/[id]/a.js', true],
    ['@acme/*', '/home/me/app/@acme/a.js', true],
  ])('%s: %s is %s', (glob, path, matched) => {
    expect(matches(glob, path)).toBe(matched);
  });

  it('take the name of the working directory as it is', () => {
    expect(matches('*.js', '/home/[me]/(a+b)*/a.js', '/home/[me]/(a+b)*')).toBe(true);
    expect(matches('*.js', '/home/m/a/a.js', '/home/[me]/(a+b)*')).toBe(false);
  });

  test.each([
    ['src\\**', 'C:\\me\\app\\src\\a.js', true],
    ['./src/**', 'c:\\Me\\App\\SRC\\a.js', true],
    ['C:/me/**/*.js', 'C:\\me\\lib\\a.js', true],
    ['D:\\lib', 'D:\\lib\\a.js', true],
    ['D:\\**', 'D:\\lib\\a.js', true],
    ['..\\lib', 'C:\\me\\lib\\a.js', true],
    ['**\\x.cjs', 'D:\\lib\\x.cjs', true],
    ['src/**', 'C:\\me\\app\\lib\\a.js', false],
  ])('under Windows, %s: %s is %s', (glob, path, matched) => {
    const paths = globPatterns(glob, 'C:\\me\\app', true);
    const selects = createSelector([{ option: 'only', text: glob, paths }], undefined, true);
    expect(selects(path)).toBe(matched);
  });

  test.each(['', ' ', '{a', 'a}', '[a', '!src/**'])('%j is none', (glob) => {
    expect(() => select({ include: [glob] }, '/a.js')).toThrow(/is not a valid glob|begins with !/);
  });
});

describe('the selection', () => {
  test.each<[Partial<SelectionGlobs>, string, boolean]>([
    [{}, '/home/me/app/src/a.js', true],
    [{}, '/elsewhere/a.js', true],
    [{}, '/home/me/app/node_modules/x/a.js', false],
    [{}, '/home/me/node_modules/x/a.js', false],
    [{ include: ['node_modules/x'] }, '/home/me/app/node_modules/x/a.js', true],
    [{ include: ['node_modules/x'] }, '/home/me/app/node_modules/y/a.js', false],
    [{ include: ['node_modules/x'] }, '/home/me/app/src/a.js', true],
    [{ only: ['src'] }, '/home/me/app/src/a.js', true],
    [{ only: ['src'] }, '/home/me/app/lib/a.js', false],
    [{ only: ['**'] }, '/home/me/app/node_modules/x/a.js', true],
    [{ only: ['src'], include: ['node_modules/x'] }, '/home/me/app/node_modules/x/a.js', true],
    [{ only: ['src'], includePackage: ['x'] }, '/home/me/app/node_modules/x/a.js', true],
    [{ exclude: ['**/*.test.ts'] }, '/elsewhere/a.test.ts', false],
    [{ only: ['src'], exclude: ['src/gen'] }, '/home/me/app/src/gen/a.js', false],
    [{ include: ['**'], includePackage: ['x'], exclude: ['**/x'] }, '/node_modules/x/a.js', false],
  ])('%j: %s is %s', (globs, path, selected) => {
    expect(select(globs, path)).toBe(selected);
  });

  test.each([
    ['fastify', '/app/node_modules/fastify/lib/a.js', true],
    ['fastify', '/app/node_modules/.pnpm/fastify@5.0.0/node_modules/fastify/a.js', true],
    ['fastify', '/app/node_modules/x/node_modules/fastify/a.js', true],
    ['fastify', '/app/node_modules/fastify/node_modules/x/a.js', false],
    ['fastify', '/app/node_modules/@fastify/fastify/a.js', false],
    ['fastify', '/app/node_modules/fastify-plugin/a.js', false],
    ['@fastify/cors', '/app/node_modules/@fastify/cors/a.js', true],
    ['@fastify/cors', '/app/node_modules/@fastify/cors-x/a.js', false],
    ['@fastify/*', '/app/node_modules/@fastify/cors/a.js', true],
    ['@fastify/*', '/app/node_modules/fastify/a.js', false],
  ])('package %s: %s is %s', (name, path, selected) => {
    expect(select({ includePackage: [name] }, path)).toBe(selected);
  });

  test.each(['', './x', '/x', 'fastify@5', 'fastify/lib', 'a b'])('%j is no package', (name) => {
    expect(() => select({ includePackage: [name] }, '/a.js')).toThrow('is not the name of a package');
  });

  it('says which patterns have matched, each once', () => {
    const matched: number[] = [];
    const globs = { ...NONE, only: ['lib', 'src'], include: ['**/a.js'], exclude: ['src/a.js', 'none'] };
    const selects = createSelector(compilePatterns(globs, CWD), (index) => matched.push(index));
    expect(['src/a.js', 'src/b.js', 'a.js'].map((path) => selects(`${CWD}/${path}`))).toEqual([
      false,
      true,
      true,
    ]);
    expect(matched).toEqual([1, 2, 3]);
  });

  it('is told of what is no glob in one line', () => {
    expect(() => createSelection({ ...NONE, exclude: ['[a'] }, CWD)).toThrow(
      'tsprof: option "exclude": "[a" is not a valid glob',
    );
  });
});

describe('on disk', () => {
  let directory: string;

  beforeAll(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsprof-select-')));
    for (const folder of ['packages/core', 'packages/app/[id]', 'packages/app/node_modules/@acme', 'real'])
      mkdirSync(join(directory, folder), { recursive: true });
    symlinkSync('../../../core', join(directory, 'packages/app/node_modules/@acme/core'));
    symlinkSync('real', join(directory, 'link'));
    writeFileSync(join(directory, 'packages/core/package.json'), '{ "name": "@acme/core" }');
    mkdirSync(join(directory, 'node_modules/alias/lib'), { recursive: true });
    writeFileSync(join(directory, 'node_modules/alias/package.json'), '{ "name": "fastify" }');
    writeFileSync(join(directory, 'node_modules/alias/lib/package.json'), '{ "name": "lib" }');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const app = (globs: Partial<SelectionGlobs>, path: string): boolean =>
    select(globs, join(directory, path), join(directory, 'packages/app'));

  it('links lead to the files that they stand for, and names stand for themselves', () => {
    expect(app({ only: ['node_modules/@acme/core/**'] }, 'packages/core/a.js')).toBe(true);
    expect(app({ only: [join(directory, 'link/*.js')] }, 'real/a.js')).toBe(true);
    expect(app({ only: ['[id]/**'] }, 'packages/app/[id]/a.js')).toBe(true);
  });

  it('a package is known by its own name too', () => {
    expect(app({ only: ['none'], includePackage: ['@acme/core'] }, 'packages/core/src/a.js')).toBe(true);
    expect(app({ only: ['none'], includePackage: ['@acme/core'] }, 'packages/other/a.js')).toBe(false);
    for (const name of ['alias', 'fastify'])
      expect(app({ includePackage: [name] }, 'node_modules/alias/lib/a.js')).toBe(true);
    expect(app({ includePackage: ['lib'] }, 'node_modules/alias/lib/a.js')).toBe(false);
  });
});
