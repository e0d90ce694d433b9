// What is preloaded into a process whose usage is asked for: writes it to a file at the end. See usage.mjs.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.once('exit', () => {
    const peak = process.resourceUsage().maxRSS * 1024;
    writeFileSync(process.env.TSPROF_BENCH_USAGE, JSON.stringify({ peak }));
  });
}
