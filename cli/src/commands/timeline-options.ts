import { targetOf } from '@tsprof/runtime/files';
import { TsprofError } from '@tsprof/report/command-line/errors';
import { Option } from 'commander';

/** What is wanted of a timeline. */
export interface TimelineOptions {
  readonly timeline?: true;
  readonly timelineThreshold?: number;
}

const NS_PER_MS = 1e6;
/** Shorter calls would fill a disk with what nobody sees, ms. */
const THRESHOLD = 0.1;

/** `--timeline` and `--timeline-threshold`. */
export function timelineOptions(): Option[] {
  return [
    new Option(
      '--timeline',
      'record when each coroutine ran and waited, in a file beside the profile: for tsprof critical and export',
    ),
    new Option('--timeline-threshold <ms>', `… and calls of that length (default: ${THRESHOLD})`).argParser(
      parseThreshold,
    ),
  ];
}

function parseThreshold(text: string): number {
  const ms = Number(text);
  if (text.trim() !== '' && ms >= 0 && ms < Infinity) return ms;
  throw new TsprofError(`--timeline-threshold is ${JSON.stringify(text)}, but milliseconds are expected`);
}

/** Calls of less (ns) are not in the timeline; null: none is wanted. What cannot have one is a TsprofError. */
export function timelineThreshold(
  { timeline, timelineThreshold: ms }: TimelineOptions,
  { clock, output }: { readonly clock: string; readonly output: string },
): number | null {
  if (timeline === undefined) {
    if (ms === undefined) return null;
    throw new TsprofError('--timeline-threshold is for --timeline, which was not given');
  }
  if (clock === 'none' || clock === 'cpu')
    throw new TsprofError(`--timeline needs wall time, but --clock is ${clock}`, {
      remedy: 'Leave --clock out, or use observed or exact.',
    });
  if (targetOf(output).kind !== 'file')
    throw new TsprofError(`--timeline needs a profile in a file, which ${output} is not`, {
      remedy: 'Name one with -o.',
    });
  return Math.round((ms ?? THRESHOLD) * NS_PER_MS);
}
