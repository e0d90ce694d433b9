// Servers under load.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { clearTimeout, setTimeout } from 'node:timers';
import autocannon from 'autocannon';

const CONNECTIONS = 50;
/** Seconds from SIGTERM to SIGKILL. */
const GRACE = 20;

/**
 * Starts Node with these arguments, which must print the server's address; returns the requests that it answered per
 * second (the mean of `seconds`), once it had been asked for `warm` seconds.
 */
export async function requestsPerSecond(args, { cwd, path, warm, seconds }) {
  const server = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  try {
    const url = (await addressOf(server)) + path;
    await load(url, warm);
    return await load(url, seconds);
  } finally {
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), GRACE * 1000);
    await ended;
    clearTimeout(late);
  }
}

async function addressOf(server) {
  for await (const line of createInterface(server.stdout)) if (line.startsWith('http')) return line;
  throw new Error('the server ended before it listened');
}

async function load(url, duration) {
  const { requests, errors, non2xx } = await autocannon({ url, duration, connections: CONNECTIONS });
  if (errors + non2xx > 0) throw new Error(`${errors} requests failed, ${non2xx} bad answers`);
  return requests.average;
}
