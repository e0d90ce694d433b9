/** Runs of tests: what all their processes record ends up in one file. */
import { relative, resolve } from 'node:path';
import { gatherProfiles } from '@tsprof/runtime/collect';
import { printable } from '@tsprof/runtime/profile';
import type { CheckedOptions } from './options.ts';
import { noteTestsInSession, type TestRunner } from './session.ts';

/** From here on, in a test runner's own process. At its end one line on stderr says what became of it. */
export function profileTests({ output, root, clock }: CheckedOptions, runner: TestRunner): void {
  noteTestsInSession(runner);
  const file = resolve(root, output);
  const shown = relative(process.cwd(), file).replaceAll('\\', '/');
  const report = (isWritten: boolean): void => {
    process.stderr.write(
      isWritten
        ? `tsprof: the tests' profile is in ${printable(shown)}: npx tsprof stats ${printable(shown)}\n`
        : 'tsprof: none of the files that ran has probes; there is no profile\n',
    );
  };
  gatherProfiles({ output: file, clock, report });
}
