import { spawn } from 'node:child_process';
import process from 'node:process';
import { EXIT_FAILED, TsprofError } from '@tsprof/report/command-line/errors';
import type { Answer } from './messages.ts';

/** How a child is started. */
export interface Child {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a child to its end, and returns what it has answered. A TsprofError where that is nothing. */
export function answerOf({ args, cwd, env }: Child): Promise<Answer> {
  // What snippets print has no place among the results.
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  let answer: Answer | undefined;
  child.on('message', (message) => (answer = message as Answer));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (answer === undefined) reject(endedEarly(code, signal));
      else resolve(answer);
    });
  });
}

function endedEarly(code: number | null, signal: NodeJS.Signals | null): TsprofError {
  const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
  const remedy = 'A snippet ends its process, or awaits what never comes.';
  return new TsprofError(`the process of the snippets ${how} before they were measured`, {
    remedy,
    exitCode: EXIT_FAILED,
  });
}
