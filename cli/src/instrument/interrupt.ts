const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a job that can be stopped: a first Ctrl-C calls `stop` and lets the job come to an end before the process does
 * what it would have done at once, a second one does not wait.
 */
export async function interruptible(stop: () => void, job: () => Promise<void>): Promise<void> {
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    received ??= signal;
    stop();
  };
  for (const signal of SIGNALS) process.once(signal, onSignal);
  try {
    await job();
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
