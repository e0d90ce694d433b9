import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The language, and the built-ins that call, make or reflect functions, iterate or wait. */
const FOLDERS = [
  'language',
  'annexB',
  ...[
    ...['Function', 'AsyncFunction', 'GeneratorFunction', 'AsyncGeneratorFunction', 'ThrowTypeError', 'eval'],
    ...['GeneratorPrototype', 'AsyncGeneratorPrototype', 'AsyncIteratorPrototype', 'Iterator'],
    ...['AsyncFromSyncIteratorPrototype', 'ArrayIteratorPrototype', 'Array/from', 'Array/fromAsync'],
    ...['DisposableStack', 'AsyncDisposableStack', 'Promise', 'Proxy', 'Reflect'],
  ].map((name) => `built-ins/${name}`),
];

/** Throws an Error of one line where `suite` is no checkout of test262. */
export function checkSuite(suite: string): void {
  for (const folder of ['test/language', 'harness']) {
    if (existsSync(join(suite, folder))) continue;
    throw new Error(`--suite ${suite}: expected a checkout of tc39/test262, found no ${folder} in it`);
  }
}

/** The tests by their paths below `test/`, with `/`; only those that begin with `prefix`. */
export function listTests(suite: string, prefix: string): string[] {
  const tests: string[] = [];
  for (const folder of FOLDERS) collect(join(suite, 'test'), folder, tests);
  return tests.filter((test) => test.startsWith(prefix));
}

function collect(root: string, folder: string, tests: string[]): void {
  if (!existsSync(join(root, folder))) return;
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) collect(root, path, tests);
    else if (name.endsWith('.js') && !name.includes('_FIXTURE')) tests.push(path);
  }
}

/** The commit that is checked out, or '' where `suite` is not a work tree of git. */
export function commitOf(suite: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', suite, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    return git('rev-parse', '--show-prefix').trim() === '' ? git('rev-parse', 'HEAD').trim() : '';
  } catch {
    return '';
  }
}
