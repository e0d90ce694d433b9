import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from './tsprof.ts';

/** Runs a server with Node until `use` is done with it; the first line that it prints is its address. */
export async function withServer<T>(args: readonly string[], use: (url: string) => Promise<T>): Promise<T> {
  const server = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(server, 'exit');
  try {
    const { value: url } = (await createInterface(server.stdout)[Symbol.asyncIterator]().next()) as {
      value: string;
    };
    return await use(url);
  } finally {
    server.kill('SIGTERM');
    await exit;
  }
}
