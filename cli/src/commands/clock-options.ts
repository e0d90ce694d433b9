import { TsprofError } from '@tsprof/report/command-line/errors';
import { CLOCK_CHOICES } from '@tsprof/runtime/profile';
import type { ClockName } from '@tsprof/runtime/profile';
import { Option } from 'commander';

/** What times are taken from. */
export interface ClockOptions {
  readonly clock: ClockName | 'auto';
  /** Samples in a second. */
  readonly hz?: number;
}

const MOST_HZ = 1000;
const USUAL_HZ = 100;

/** `--clock` and `--hz`. */
export function clockOptions(): Option[] {
  return [
    new Option('--clock <clock>', 'what times are taken from; sample: no counts, and cheap')
      .choices(CLOCK_CHOICES)
      .default('auto'),
    hzOption(),
  ];
}

/** `--hz`. */
export function hzOption(): Option {
  const description = `with --clock sample: samples in a second (default: ${USUAL_HZ})`;
  return new Option('--hz <number>', description).argParser(parseHz);
}

function parseHz(text: string): number {
  const hz = Number(text);
  if (text.trim() !== '' && hz >= 1 && hz <= MOST_HZ) return hz;
  throw new TsprofError(
    `--hz is ${JSON.stringify(text)}, but a number of samples from 1 to ${MOST_HZ} is expected`,
  );
}

/** Options that need what samples do not tell, by their names. */
const NEEDS_CALLS = {
  timeline: '--timeline',
  lines: '--lines',
  control: '--control',
  signal: '--signal',
  memory: '--memory',
  promises: '--promises',
} as const;

/** What does not go with the clock that was asked for is a TsprofError. */
export function checkClock(
  options: ClockOptions & { readonly [N in keyof typeof NEEDS_CALLS]?: unknown },
): void {
  const { clock, hz } = options;
  if (clock !== 'sample') {
    if (hz !== undefined) throw new TsprofError(`--hz is for --clock sample, but --clock is ${clock}`);
    return;
  }
  for (const [name, flag] of Object.entries(NEEDS_CALLS)) {
    const value = options[name as keyof typeof NEEDS_CALLS];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw new TsprofError(`${flag} needs to be told of each call, but --clock is sample`, {
      remedy: 'Leave one of the two out.',
    });
  }
}
