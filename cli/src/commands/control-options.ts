import { InvalidArgumentError, Option } from 'commander';
import { addressText, parseControlAddress } from '@tsprof/runtime/control';

/** How a program is controlled while it runs. */
export interface ControlOptions {
  readonly control?: string;
  readonly signal?: string;
  readonly start: boolean;
}

/** Signals that end no program by accident, and that neither Node nor V8 use. */
const SIGNALS = ['SIGUSR2', 'SIGHUP', 'SIGALRM', 'SIGCONT'] as const;

/** `--control`, `--signal` and `--no-start`. */
export function controlOptions(): Option[] {
  return [
    new Option(
      '--control <address>',
      'serve tsprof attach at 127.0.0.1:PORT while the program runs; port 0 is any',
    ).argParser(controlAddress),
    new Option(
      '--signal <signal>',
      'start profiling anew by this signal; by the next one stop it, and write a profile',
    ).choices(SIGNALS),
    new Option('--no-start', 'do not profile until --control or --signal is used to start it'),
  ];
}

function controlAddress(text: string): string {
  try {
    return addressText(parseControlAddress(text));
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
