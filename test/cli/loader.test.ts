import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { cacheKey, createCache } from '../../cli/src/sources/cache.ts';
import { addPreload, addSession, preloadOption, removePreload } from '../../cli/src/loader/environment.ts';
import { languageOf } from 'babel-plugin-tsprof/language';
import { fixedFormat, isForeign } from '../../cli/src/sources/module-format.ts';
import { resolveAfterwards, resolveFirst } from '../../cli/src/sources/resolve.ts';
import { profileName } from '../../cli/src/sources/select.ts';
import { foreignFormat } from '../../cli/src/sources/tsconfig.ts';
import { TSPROF, cleanEnv, removeProjects, runNode } from './projects.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tsprof-loader-'));
  return () => removeProjects(directory);
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}

describe('the environment', () => {
  test('the preload comes first and goes again', () => {
    for (const before of [undefined, '--no-warnings', '--require /x.js --no-warnings']) {
      const added = addPreload(before, '/our/preload.js');
      expect(added.startsWith('--require /our/preload.js')).toBe(true);
      expect(addPreload(added, '/our/preload.js')).toBe(added);
      expect(removePreload(added, '/our/preload.js')).toBe(before);
    }
    expect(removePreload('--no-warnings', '/our/preload.js')).toBe('--no-warnings');
  });

  test('Node understands any path in it', async () => {
    write({ 'a "quoted" \\ path/preload.cjs': 'console.log("preloaded")', 'empty.cjs': '' });
    const NODE_OPTIONS = preloadOption(join(directory, 'a "quoted" \\ path/preload.cjs'));
    const ran = await runNode([join(directory, 'empty.cjs')], { env: { NODE_OPTIONS } });
    expect(ran).toMatchObject({ stdout: 'preloaded\n', stderr: '', code: 0 });
  });

  test('a child keeps its own variables, and a session of its own', () => {
    expect(addSession(['A=1', 'NODE_OPTIONS=-x'], '/session', '/p.js')).toEqual([
      'A=1',
      'NODE_OPTIONS=--require /p.js -x',
      'TSPROF_SESSION=/session',
    ]);
    expect(addSession(['TSPROF_SESSION=/inner'], '/outer', '/p.js')).toEqual([
      'TSPROF_SESSION=/inner',
      'NODE_OPTIONS=--require /p.js',
    ]);
  });
});

test("modules of the compiler are the program's own where it imports them, compiled just now or not", async () => {
  const files = ['@babel/types', '@babel/core', '@babel/generator'].map((name) =>
    pathToFileURL(createRequire(import.meta.url).resolve(name)),
  );
  const imports = files.map((url, at) => `import * as m${at} from ${JSON.stringify(url)};`);
  const lengths = files.map((_, at) => `Object.keys(m${at}).length`);
  const script = `${imports.join('\n')}\nconsole.log(${lengths.join(', ')});\n`;
  write({ 'compilers.mjs': script });
  const path = join(directory, 'compilers.mjs');
  const plain = await runNode([path]);
  expect(plain).toMatchObject({ stderr: '', code: 0 });
  const env = { ...cleanEnv(), XDG_CACHE_HOME: join(directory, 'cache') };
  for (let runs = 0; runs < 2; runs++)
    expect(
      await runNode([TSPROF, 'run', '--quiet', '-o', join(directory, 'p.tsprof'), path], { env }),
    ).toEqual(plain);
});

describe('names', () => {
  test('in the profile are relative to the working directory', () => {
    expect(profileName('/home/me/app/src/a.ts', '/home/me/app')).toBe('src/a.ts');
    expect(profileName('/home/me/lib/b.ts', '/home/me/app')).toBe('../lib/b.ts');
  });
});

describe('languages and formats', () => {
  test.each([
    ['a.ts', 'ts', true],
    ['a.mts', 'ts', true],
    ['a.tsx', 'tsx', true],
    ['a.jsx', 'jsx', true],
    ['a.cjs', 'js', false],
    ['a.d.ts', undefined, false],
    ['a.d.mts', undefined, false],
    ['a.json', undefined, false],
  ])('%s', (path, language, foreign) => {
    expect([languageOf(path), isForeign(path)]).toEqual([language, foreign]);
  });

  test('extension, then package.json, then tsconfig', () => {
    write({
      'esm/package.json': '{"type":"module"}',
      'esm/node_modules/p/a.js': '',
      'damaged/package.json': '{',
      'old/tsconfig.json': '{"compilerOptions":{"module":"CommonJS"}}',
      'next/tsconfig.json': '{"compilerOptions":{"module":"nodenext"}}',
      'free/tsconfig.json': '{"compilerOptions":{"module":"esnext"}}',
      'broken/tsconfig.json': '{"compilerOptions":',
    });
    const formats = (path: string) => [
      fixedFormat(join(directory, path)),
      foreignFormat(join(directory, path)),
    ];
    expect(formats('esm/deep/a.ts')).toEqual(['module', 'module']);
    expect(formats('esm/a.cts')).toEqual(['commonjs', 'commonjs']);
    expect(formats('esm/node_modules/p/a.ts')).toEqual([undefined, undefined]);
    expect(formats('damaged/a.ts')).toEqual([undefined, undefined]);
    expect(formats('old/a.mts')).toEqual(['module', 'module']);
    expect(formats('old/a.ts')).toEqual([undefined, 'commonjs']);
    expect(formats('next/a.ts')).toEqual([undefined, 'commonjs']);
    expect(formats('free/a.ts')).toEqual([undefined, undefined]);
    expect(formats('broken/a.ts')).toEqual([undefined, undefined]);
  });
});

describe('TypeScript’s ways of naming files', () => {
  beforeAll(() => {
    write({
      'r/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./lib/*"],"left-pad":["./lib/pad.ts"]}}}',
      'r/main.ts': '',
      'r/main.js': '',
      'r/both.ts': '',
      'r/both.js': '',
      'r/plain.js': '',
      'r/lib/pad.ts': '',
      'r/lib/index.tsx': '',
      'r/m.mts': '',
      'r/node_modules/p/index.js': '',
      'r/node_modules/p/inner.ts': '',
    });
  });

  const at = (path: string): string => join(directory, 'r', path);
  const named = (found: string | undefined) => found?.slice(at('').length + 1);

  test.each([
    ['./both.js', 'main.ts', 'both.ts'],
    ['./both', 'main.ts', 'both.ts'],
    ['./plain.js', 'main.ts', undefined],
    ['./m.mjs', 'main.ts', 'm.mts'],
    ['@/pad', 'main.ts', 'lib/pad.ts'],
    ['@/pad.js', 'main.ts', 'lib/pad.ts'],
    ['left-pad', 'main.ts', 'lib/pad.ts'],
    ['react', 'main.ts', undefined],
    ['node:fs', 'main.ts', undefined],
    ['./both.js', 'main.js', undefined],
    ['@/pad', 'main.js', undefined],
  ])('before Node: %s from %s is %s', (specifier, importer, expected) => {
    expect(named(resolveFirst(specifier, at(importer)))).toBe(expected);
  });

  test.each([
    ['./lib', 'main.ts', 'lib/index.tsx'],
    ['./plain', 'main.ts', 'plain.js'],
    ['./lib', 'main.js', 'lib/index.tsx'],
    ['./m.mjs', 'main.js', 'm.mts'],
    ['./plain', 'main.js', undefined],
    ['./nowhere', 'main.ts', undefined],
    ['./inner.js', 'node_modules/p/index.js', undefined],
  ])('after Node: %s from %s is %s', (specifier, importer, expected) => {
    expect(named(resolveAfterwards(specifier, at(importer)))).toBe(expected);
  });
});

describe('the cache of texts', () => {
  test('gives back what was put in, and nothing damaged', () => {
    const root = join(directory, 'cache');
    const cache = createCache(root);
    const key = cacheKey('a', 'b');
    expect(cache.get(key)).toBeUndefined();
    cache.put(key, 'text\nof two lines 🎉');
    expect(cache.get(key)).toBe('text\nof two lines 🎉');
    writeFileSync(join(root, key.slice(0, 2), key.slice(2)), 'damaged');
    expect(cache.get(key)).toBeUndefined();
  });

  test('keys tell apart what joins to the same text', () => {
    expect(cacheKey('ab', 'c')).not.toBe(cacheKey('a', 'bc'));
  });
});
