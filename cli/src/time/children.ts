import { devNull } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Profile } from '@tsprof/runtime/profile';
import { EXIT_FAILED, EXIT_USAGE, TsprofError } from '@tsprof/report/command-line/errors';
import type { CliProcess } from '@tsprof/report/command-line/process';
import { SESSION_VARIABLE } from '../loader/config.ts';
import { addPreload } from '../loader/environment.ts';
import { withStackRoom } from '../loader/stack-room.ts';
import { beginSession } from '../session/session.ts';
import { builtFile } from '../sources/tools.ts';
import { titleOf } from './arguments.ts';
import { answerOf } from './ask.ts';
import type { Measured, Rounds } from './measure.ts';
import type { Answer, MeasureTask, SnippetJob, ProfileTask } from './messages.ts';
import type { ProgramFiles } from './program-file.ts';
import type { Snippet } from './snippet.ts';

/** What all children of a command have in common. */
export interface Comparison {
  readonly snippets: readonly Snippet[];
  readonly program: ProgramFiles;
  readonly nodeOptions: readonly string[];
  readonly process: CliProcess;
}

/** How an engine compiles a snippet differs from process to process: a difference is to be seen in more than one. */
const PROCESSES = 2;
/** For each process. All in all there are six rounds or more: fewer have no interval (see `interval.ts`). */
const ROUNDS: Rounds = { most: 5, least: 3 };

/** Measures the snippets without probes, for `time` ms each. */
export async function measureSnippets(given: Comparison, time: number): Promise<readonly Measured[]> {
  const parts: (readonly Measured[])[] = [];
  for (let at = 0; at < PROCESSES; at++) {
    const task = {
      kind: 'measure',
      time: time / PROCESSES,
      rounds: ROUNDS,
      isReversed: at % 2 === 1,
    } as const;
    parts.push(await measureOnce(given, task));
  }
  const [first, ...others] = parts as [readonly Measured[], ...(readonly Measured[])[]];
  return first.map(({ loops, rounds }, at) => ({
    loops,
    rounds: [...rounds, ...others.flatMap((part) => part[at]!.rounds)],
  }));
}

/** In a Node as it is; where that cannot load a module, as TypeScript, with tsprof's loader, and no probes. */
async function measureOnce(given: Comparison, task: MeasureTask): Promise<readonly Measured[]> {
  let answer = await answerOf(childOf(given, given.program.plain, task));
  if (answer.kind === 'failed' && answer.isEarly)
    answer = await askWithLoader(given, task, { only: [], exclude: ['**'] });
  if (answer.kind !== 'measured') throw failureOf(answer, given);
  return answer.measured;
}

/** The profile of so many runs of a snippet, with probes in all files, those of packages included. */
export async function profileSnippet(given: Comparison, snippet: number, runs: number): Promise<Profile> {
  const runtime = import.meta.resolve('@tsprof/runtime');
  const task: ProfileTask = { kind: 'profile', snippet, runs, runtime };
  const answer = await askWithLoader(given, task, { only: ['**'], exclude: [] });
  if (answer.kind !== 'profiled') throw failureOf(answer, given);
  return answer.profile;
}

interface Chosen {
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

async function askWithLoader(
  given: Comparison,
  task: MeasureTask | ProfileTask,
  chosen: Chosen,
): Promise<Answer> {
  const { cwd, env } = given.process;
  const others = { include: [], includePackage: [], clock: 'exact', output: devNull } as const;
  // The child clears what was recorded before its snippet runs.
  const start = task.kind === 'profile';
  const { directory, preload, end } = beginSession({ ...chosen, ...others, start, cwd: cwd(), env });
  try {
    const { args, ...child } = childOf(given, given.program.source, task);
    const NODE_OPTIONS = addPreload(env['NODE_OPTIONS'], preload);
    return await answerOf({
      ...child,
      args: task.kind === 'profile' ? withStackRoom(args) : args,
      env: { ...env, NODE_OPTIONS, [SESSION_VARIABLE]: directory },
    });
  } finally {
    end();
  }
}

function childOf(
  { snippets, nodeOptions, process: { cwd, env } }: Comparison,
  program: string,
  task: MeasureTask | ProfileTask,
): { args: readonly string[]; cwd: string; env: NodeJS.ProcessEnv } {
  const job: SnippetJob = {
    program: pathToFileURL(program).href,
    snippets: snippets.map(({ file, isAsync }) => ({ file, isAsync })),
    task,
  };
  const args = [...nodeOptions, builtFile('esm', 'time', 'child.js'), JSON.stringify(job)];
  return { args, cwd: cwd(), env: { ...env } };
}

function failureOf(answer: Answer, { snippets }: Comparison): Error {
  if (answer.kind !== 'failed') return new Error(`a child has answered something else: ${answer.kind}`);
  const { snippet, reason, isUsage } = answer;
  const title = snippet === null ? '--setup' : titleOf(snippets[snippet]!.code, snippet);
  return new TsprofError(`${title} ${reason}`, { exitCode: isUsage ? EXIT_USAGE : EXIT_FAILED });
}
