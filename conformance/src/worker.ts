/* One of the processes that run tests. Realms are not freed as fast as tests make them, hence few tests for each. */
import { judge } from './judge.ts';
import type { Report, Task } from './messages.ts';

const say = (report: Report): void => void process.send!(report);

// What a test throws into the event loop fails it, if it matters, by what it then does not print.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

process.once('message', async ({ suite, watch, tests }: Task) => {
  for (const test of tests) {
    say({ test, judged: await judge(suite, test, watch, () => say({ test, judged: null })) });
  }
  process.disconnect();
  process.exit();
});
