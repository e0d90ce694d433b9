import { Option } from 'commander';

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
    ),
    new Option(
      '--signal <signal>',
      'start profiling anew by this signal; by the next one stop it, and write a profile',
    ).choices(SIGNALS),
    new Option('--no-start', 'do not profile until --control or --signal is used to start it'),
  ];
}

/** Options with the address as it stands in a URL; one that cannot be is a TsprofError. */
export async function withControlAddress<O extends ControlOptions>(options: O): Promise<O> {
  const { control } = options;
  if (control === undefined) return options;
  const { controlAddress } = await import('./control-address.ts');
  return { ...options, control: controlAddress(control) };
}
