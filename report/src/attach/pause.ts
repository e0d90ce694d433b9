import { setTimeout as sleep } from 'node:timers/promises';
import { TsprofError } from '../command-line/errors.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, '': 1000, m: 60_000, h: 3_600_000 };
/** Timers go no further, ms. */
const LONGEST = 2 ** 31 - 1;

/** Reads `60s`, `500ms`, `2m`, `1h` or a number of seconds, in ms. A TsprofError names the option where it is something else. */
export function parseTime(text: string, option: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|)$/.exec(text);
  const time = Number(found?.[1]) * (UNITS[found?.[2] ?? ''] ?? NaN);
  if (time > 0 && time <= LONGEST) return time;
  throw new TsprofError(`${option} is ${JSON.stringify(text)}, but a time as 60s, 500ms or 2m is expected`);
}

/** Waits for so long, ms. */
export const pause = (time: number): Promise<void> => sleep(time);
