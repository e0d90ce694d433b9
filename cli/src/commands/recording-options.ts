import { targetOf } from '@tsprof/runtime/files';
import { TsprofError } from '@tsprof/report/command-line/errors';
import { Option } from 'commander';

/* What a run can record besides calls and times: a timeline, memory. */

/** What is wanted of a timeline. */
export interface TimelineOptions {
  readonly timeline?: true;
  readonly timelineThreshold?: number;
}

const NS_PER_MS = 1e6;
/** Shorter calls would fill a disk with what is too small to see, ms. */
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

/** What is wanted of memory. */
export interface MemoryOptions {
  readonly memory?: true;
  readonly memoryCollected?: true;
  readonly memoryInterval?: number;
}

const BYTES_PER_KIB = 1024;
/** As in Chromium's DevTools. */
const USUAL_INTERVAL = 32;

/** `--memory` and what belongs to it. */
export function memoryOptions(): Option[] {
  return [
    new Option('--memory', 'tell what each function has allocated and is still there: see tsprof memory'),
    new Option('--memory-collected', '… and what was collected since: all that was allocated'),
    new Option(
      '--memory-interval <KiB>',
      `… by one sample for so much (default: ${USUAL_INTERVAL})`,
    ).argParser(parseInterval),
  ];
}

function parseInterval(text: string): number {
  const kib = Number(text);
  if (/^\d+$/.test(text) && kib > 0 && kib <= MOST_INTERVAL) return kib;
  throw new TsprofError(
    `--memory-interval is ${JSON.stringify(text)}, but a whole number of KiB from 1 to ${MOST_INTERVAL} is expected`,
  );
}

/** V8 takes no more, KiB. */
const MOST_INTERVAL = 1_000_000;

/** How memory is to be watched, as the runtime reads it; null: not at all. */
export function memoryWish({ memory, memoryCollected, memoryInterval }: MemoryOptions): string | null {
  if (memory === true)
    return `${(memoryInterval ?? USUAL_INTERVAL) * BYTES_PER_KIB}${memoryCollected === true ? ' collected' : ''}`;
  const given = memoryCollected ? '--memory-collected' : memoryInterval ? '--memory-interval' : null;
  if (given === null) return null;
  throw new TsprofError(`${given} is for --memory, which was not given`);
}
