import type { CliOutput, CliProcess } from '../../report/src/command-line/process.ts';

/** What a command left behind in a fake process. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface FakeOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Width of the terminal that stdout is; without it stdout is no terminal. */
  readonly columns?: number;
  readonly rows?: number;
  /** What standard input gives, piece by piece. */
  readonly stdin?: readonly Uint8Array[];
}

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Runs a command's main function on these arguments in a process that keeps what is written. */
export async function runFake(
  main: (process: CliProcess) => Promise<void>,
  args: readonly string[],
  { cwd = '/', env = {}, columns, rows, stdin = [] }: FakeOptions = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const keep = (stream: 'stdout' | 'stderr'): CliOutput['write'] => {
    return (text, done) => {
      // Bytes one character each.
      written[stream] += typeof text === 'string' ? text : Buffer.from(text).toString('latin1');
      done?.();
    };
  };
  const terminal = columns === undefined ? {} : { isTTY: true, columns, rows };
  const process: CliProcess = {
    argv: ['node', 'tsprof', ...args],
    env,
    stdin: asyncOf(stdin),
    stdout: { ...terminal, write: keep('stdout') },
    stderr: { write: keep('stderr') },
    cwd: () => cwd,
  };
  await main(process);
  return { ...written, exitCode: Number(process.exitCode ?? 0) };
}
