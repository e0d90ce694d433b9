import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runNode, type Ended } from './child.ts';
import { TSPROF } from './tsprof.ts';

/** A running program, and those who speak with it from outside. */
export interface Controlled {
  readonly child: ChildProcess;
  /** Its exit code and signal, once it has ended. */
  readonly exit: Promise<unknown[]>;
  /** The next line that it prints, to either stream. */
  readonly line: (stream: 'stdout' | 'stderr') => Promise<string>;
  readonly attach: (...args: readonly string[]) => Promise<Ended>;
}

/** Runs Node with these arguments in a folder of its own, in which all of the run's files are, until `use` is done with it. */
export async function withProgram<T>(
  directory: string,
  args: readonly string[],
  use: (program: Controlled) => Promise<T>,
): Promise<T> {
  const env = { ...process.env, XDG_RUNTIME_DIR: directory };
  const child = spawn(process.execPath, args, { cwd: directory, env, stdio: 'pipe', detached: true });
  const exit = once(child, 'exit');
  const lines = {
    stdout: createInterface(child.stdout)[Symbol.asyncIterator](),
    stderr: createInterface(child.stderr)[Symbol.asyncIterator](),
  };
  const line = async (stream: 'stdout' | 'stderr') => String((await lines[stream].next()).value);
  const attach = (...given: readonly string[]) =>
    runNode([TSPROF, 'attach', ...given], { cwd: directory, env });
  try {
    return await use({ child, exit, line, attach });
  } finally {
    child.kill('SIGTERM');
    await exit;
    killGroup(child.pid!);
  }
}

/** What a program has started may be stuck, and outlive it. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // All have ended.
  }
}

/** What the processes of such a run have left word of. */
export function wordsLeft(directory: string): { address: string; token: string; name: string }[] {
  const folder = readdirSync(directory).find((name) => name.startsWith('tsprof-control-'));
  if (folder === undefined) return [];
  const names = readdirSync(join(directory, folder)).filter((name) => name.endsWith('.json'));
  return names.map(
    (name) =>
      JSON.parse(readFileSync(join(directory, folder, name), 'utf8')) as ReturnType<typeof wordsLeft>[0],
  );
}

/** Sends a request to an address, and returns the answer's status, headers and text. */
export function ask(
  address: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; text: string }> {
  const url = new URL(path, `http://${address}`);
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on('error', reject).end();
  });
}
