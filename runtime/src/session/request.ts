import { FAILED, REQUEST, PARK, RESUME } from '../events.ts';
import { PARKED } from '../coroutine-states.ts';
import { writeControl } from '../log/controls.ts';
import { isOn } from '../log/log.ts';
import { come, go } from '../log/coroutine-writer.ts';
import type { Realm } from '../realm.ts';

/*
 * Writes requests (replay/requests.ts): each is a coroutine of the tag's site, known by its token, and is parked while
 * nothing runs on its behalf.
 */

type Writer = Pick<Realm, 'log' | 'tokens' | 'sampling'> & {
  readonly probes: Pick<Realm['probes'], 'begin' | 'end'>;
};

/** A request of the tag with this site begins and runs; returns its token. */
export function beginRequest({ log, probes }: Writer, site: number): number {
  if (isOn(log)) writeControl(log, REQUEST, site);
  return probes.begin(site);
}

/** Nothing runs for it any more. */
export function parkRequest({ log, tokens, sampling }: Writer, token: number): void {
  const park = (): void => go(log, tokens, token, PARKED, PARK);
  if (sampling) sampling.suspend(token, park);
  else park();
}

/** What runs next does so for it. */
export function runRequest({ log, tokens, sampling }: Writer, token: number): void {
  const run = (): void => come(log, tokens, token, RESUME);
  if (sampling) sampling.run(token, run);
  else run();
}

/** It ends, running or not. */
export function endRequest({ log, probes }: Writer, token: number, hasFailed: boolean): void {
  if (hasFailed && isOn(log)) writeControl(log, FAILED, token);
  probes.end(token);
}
