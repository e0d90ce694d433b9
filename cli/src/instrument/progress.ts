import { printable } from '@tsprof/runtime/profile';
import type { CliOutput } from '@tsprof/report/command-line/process';

/** Shows how far a long job is. */
export interface Progress {
  /** One more file is done. */
  step(file: string): void;
  /** Takes the display away; what is printed next stands in its place. */
  stop(): void;
}

/** A bar in a terminal, else nothing. */
export async function createProgress(total: number, output: CliOutput): Promise<Progress> {
  if (output.isTTY !== true || total === 0) return { step: () => undefined, stop: () => undefined };
  const { SingleBar } = (await import('cli-progress')).default;
  const bar = new SingleBar({
    format: '{bar} {value}/{total} {file}',
    clearOnComplete: true,
    hideCursor: true,
    stream: (output.raw ?? output) as unknown as NodeJS.WriteStream,
  });
  bar.start(total, 0, { file: '' });
  return {
    step: (file) => bar.increment(1, { file: printable(file) }),
    stop: () => bar.stop(),
  };
}
