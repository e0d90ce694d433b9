import { printable } from '@tsprof/runtime/profile';
import type { ClockName } from '@tsprof/runtime/profile';
import type { ControlStacks, LiveCall } from '@tsprof/runtime/control';
import { duration } from '../units.ts';
import { counted } from '../tables/text.ts';
import { placeOf, type Places } from './place.ts';

type Thread = ControlStacks['threads'][number];

const NS_PER_S = 1e9;

/** How long something has lasted (s); it may be longer where it was going on before profiling began. */
export function lastedText(lasted: number, atLeast: boolean): string {
  return `${atLeast ? '≥ ' : ''}${duration(lasted * NS_PER_S)}`;
}

/** A line for each thread: where it is at this moment, and for how long. */
export function nowLines({ threads }: ControlStacks, places: Places): string[] {
  return threads.map((thread) => `${printable(thread.name)}: ${nowOf(thread, places)}`);
}

function nowOf({ profiling, clock, stack, coroutines }: Thread, places: Places): string {
  if (!profiling) return 'profiling is off';
  const waiting = coroutines.filter(({ state }) => state === 'waiting');
  const count = waiting.reduce((sum, row) => sum + row.count, 0);
  const longest = waiting.reduce((most, row) => Math.max(most, row.longest), 0);
  const upTo = clock === 'none' ? '' : `, up to ${duration(longest * NS_PER_S)}`;
  const waits = count === 0 ? '' : `; ${counted(count, 'coroutine')} waiting${upTo}`;
  return `${callText(stack.at(-1), clock, places)}${waits}`;
}

/** Where a thread is whose innermost call is this one. */
export function callText(call: LiveCall | undefined, clock: ClockName, places: Places): string {
  if (call === undefined) return 'in the event loop, or in code without probes';
  const { name, file, line, lasted, atLeast } = call;
  const where = `in ${printable(name)} (${placeOf(places, file, line)})`;
  if (clock === 'none') return where;
  return `${where} ${lasted === 0 ? 'just now' : `for ${lastedText(lasted, atLeast)}`}`;
}
