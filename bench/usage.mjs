// What a process takes, start and end included.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const preloaded = new URL('usage-preload.mjs', import.meta.url).href;

/** Runs Node with these arguments: `time` (ms) and `peak`, the most memory that it had (bytes). */
export function usageOf(args, folder, options = {}) {
  const file = join(folder, 'usage.json');
  const env = { ...process.env, ...options.env, TSPROF_BENCH_USAGE: file };
  const began = performance.now();
  run(process.execPath, ['--import', preloaded, ...args], { ...options, env });
  const time = performance.now() - began;
  return { time, ...JSON.parse(readFileSync(file, 'utf8')) };
}

/** The time alone (ms), with nothing preloaded. */
export function timeOf(args, options) {
  const began = performance.now();
  run(process.execPath, args, options);
  return performance.now() - began;
}

/** The path of one of the project's own commands. */
export function command(name) {
  return fileURLToPath(new URL(`../cli/bin/${name}.js`, import.meta.url));
}
