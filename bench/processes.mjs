// Starting processes that may fail or hang: what goes wrong becomes an error of one line.
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';

const OUTPUT_LIMIT = 1 << 28;

/** Seconds that no process of a benchmark should need. */
const TIMEOUT = 300;

/** Runs a command to its end and returns what it printed on stdout; `timeout` in seconds. */
export function run(command, args, { timeout = TIMEOUT, ...options } = {}) {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: OUTPUT_LIMIT,
      timeout: timeout * 1000,
      killSignal: 'SIGKILL',
      ...options,
    });
  } catch (error) {
    throw new Error(`${basename(command)} ${briefly(args)}: ${reason(error, timeout)}`, { cause: error });
  }
}

/** The same for Node, with what was printed last parsed as JSON. */
export function runNode(args, options) {
  return JSON.parse(run(process.execPath, args, options).trimEnd().split('\n').at(-1));
}

/** Without the folders, which say nothing to a reader. */
function briefly(args) {
  return args.map((arg) => (arg.includes('/') ? basename(arg) : arg)).join(' ');
}

function reason({ code, status, signal, stderr, message }, timeout) {
  if (code === 'ETIMEDOUT') return `was not done after ${timeout} s`;
  if (typeof status !== 'number' && !signal) return message;
  const said = /^\w*Error\b.*$/m.exec(stderr ?? '')?.[0];
  return `ended with ${signal ?? `exit code ${status}`}${said ? `: ${said}` : ''}`;
}
