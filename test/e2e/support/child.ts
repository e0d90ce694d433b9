import { spawn } from 'node:child_process';

/** How a child process ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a command to its end. */
export function runCommand(command: string, args: readonly string[], options: ChildOptions): Promise<Ended> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...written }));
  });
}

/** Runs Node with these arguments to its end. */
export function runNode(args: readonly string[], options: ChildOptions): Promise<Ended> {
  return runCommand(process.execPath, args, options);
}

/** Runs a command that must succeed; returns its standard output. */
export async function succeed(
  command: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${stdout}\n${stderr}`);
  return stdout;
}
