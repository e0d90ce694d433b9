import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../cli/src/main.ts';
// @ts-expect-error: a script without types
import { problemsWith } from '../../scripts/mutants/check.mjs';
// @ts-expect-error: a script without types
import { foreignMutant, problemsWithForeign } from '../../scripts/mutants/foreign.mjs';
// @ts-expect-error: a script without types
import { runInProcess } from '../../scripts/mutants/in-process.mjs';
// @ts-expect-error: a script without types
import { mutant } from '../../scripts/mutants/mutant.mjs';

const SEED = 11;
const MUTANTS = 150;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tsprof-mutants-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Run = (args: readonly string[]) => Promise<{ stdout: string; stderr: string; exitCode: number }>;

const run: Run = async (args) => (await runInProcess(main, args)) as Awaited<ReturnType<Run>>;

async function check(number: number, as: Run = run): Promise<{ isAccepted: boolean; problems: string[] }> {
  return (await problemsWith(mutant(SEED, number), as, folder)) as {
    isAccepted: boolean;
    problems: string[];
  };
}

test('profiles changed at random are refused in one line, or conserved', async () => {
  let accepted = 0;
  for (let number = 0; number < MUTANTS; number++) {
    const { isAccepted, problems } = await check(number);
    expect(problems, `mutant ${number}`).toEqual([]);
    if (isAccepted) accepted++;
  }
  expect(accepted).toBeGreaterThan(MUTANTS / 10);
});

test('files of other tools changed at random are refused in one line, or become profiles', async () => {
  let accepted = 0;
  for (let number = 0; number < MUTANTS; number++) {
    const result = (await problemsWithForeign(foreignMutant(SEED, number), run, folder)) as Awaited<
      ReturnType<typeof check>
    >;
    expect(result.problems, `mutant ${number}`).toEqual([]);
    if (result.isAccepted) accepted++;
  }
  expect(accepted).toBeGreaterThan(MUTANTS / 10);
});

test('the check finds figures that are not', async () => {
  const broken: Run = async (args) => {
    const outcome = await run(args);
    return { ...outcome, stdout: outcome.stdout.replace(/"tsub":[0-9.]+/, '"tsub":null') };
  };
  const found = [];
  for (let number = 0; number < 20; number++) found.push(...(await check(number, broken)).problems);
  expect(found).toContainEqual(expect.stringMatching(/ has tsub null$/));
});
