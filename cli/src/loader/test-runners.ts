import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoaderCompiler } from './compile.ts';
import { noteWarnings } from './config.ts';
import { inOwnWorld, isOwnWork } from '../intrinsics.ts';

/** A test runner that reads, compiles and evaluates tests by itself, so that no loader gets to see them. */
interface Runner {
  readonly name: string;
  /** Parts of the path of what it loads where tests are about to run, also as Windows writes it. */
  readonly part: string;
  readonly partOnWindows: string;
  readonly note: string;
}

const noteFor = (name: string, plugin: string): string =>
  `${name} loads tests, and what they import, by itself: they are in this profile only with ${plugin}`;

/** Of the lines about test runners those that are true: plugins leave word of tests that have probes (bundler/src/session.ts). */
export function withoutProfiledRunners(lines: readonly string[], directory: string): readonly string[] {
  const isProfiled = (line: string): boolean =>
    RUNNERS.some(({ name, note }) => note === line && existsSync(join(directory, `${name}.plugin`)));
  return lines.filter((line) => !isProfiled(line));
}

const RUNNERS: readonly Runner[] = (
  [
    {
      name: 'Vitest',
      part: '/node_modules/vitest/dist/workers/',
      note: noteFor('Vitest', 'unplugin-tsprof/vite, a plugin for its configuration'),
    },
    {
      name: 'Jest',
      part: '/node_modules/jest-runtime/build/',
      note: noteFor('Jest', 'unplugin-tsprof/jest, around its configuration'),
    },
  ] satisfies Omit<Runner, 'partOnWindows'>[]
).map((runner) => ({ ...runner, partOnWindows: runner.part.replaceAll('/', '\\') }));

/** A compiler that leaves word where one of these runs. */
export function withRunnerNotes(compiler: LoaderCompiler, directory: string): LoaderCompiler {
  const noted = new Set<Runner>();
  return {
    ...compiler,
    selects: (path) => {
      const runner = runnerOf(path);
      if (runner !== undefined && !isOwnWork()) inOwnWorld(() => noteOnce(runner, noted, directory));
      return compiler.selects(path);
    },
  };
}

function noteOnce(runner: Runner, noted: Set<Runner>, directory: string): void {
  if (!noted.has(runner)) noteWarnings(directory, [runner.note]);
  noted.add(runner);
}

/** Asked of every file: by what the program cannot have replaced, as the loader's own world takes its time. */
function runnerOf(path: string): Runner | undefined {
  for (let at = 0; at < RUNNERS.length; at++) {
    const runner = RUNNERS[at]!;
    if (includes(path, runner.part) || includes(path, runner.partOnWindows)) return runner;
  }
  return undefined;
}

const includes: (text: string, part: string) => boolean = Function.prototype.call.bind(
  String.prototype.includes,
);
