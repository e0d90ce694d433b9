import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../cli/bin/tsprof.js', import.meta.url));
const MEASURE = new URL('measure.mjs', import.meta.url).href;
/** What is kept of long outputs. */
const MOST_KEPT = 2 ** 20;

/**
 * Runs the command as users do. Tells also the processor's time that it took (s), which other programs do not add to, and
 * the most memory that it had (MB).
 */
export async function runAsCommand(args, { timeout = 60_000, keep = MOST_KEPT } = {}) {
  const child = spawn(process.execPath, ['--import', MEASURE, COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr, measured] = [1, 2, 3].map((at) => kept(child.stdio[at], keep));
  const [code, signal] = await once(child, 'close');
  const [seconds, kibibytes] = measured.text.split(' ').map(Number);
  return {
    args,
    ...{ stdout: stdout.text, stderr: stderr.text, exitCode: code ?? signal },
    ...{ seconds, megabytes: kibibytes / 1024 },
  };
}

function kept(stream, most) {
  const result = { text: '' };
  stream.setEncoding('utf8').on('data', (text) => {
    if (result.text.length < most) result.text += text;
  });
  return result;
}
