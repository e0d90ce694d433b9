import type { Profile } from '@tsprof/runtime/profile';
import { assertTimed, assertWritable, callStacks } from './call-stacks.ts';
import { namesAlone } from './labels.ts';
import { sitePlaces } from './site-places.ts';
import { threadNames } from './threads.ts';
import { wholeText } from './whole.ts';

/** Brendan Gregg's folded stacks: `main;f;g 4000`, in ns of own time. Of several threads each has a frame of its own. */
export function* collapsed(profile: Profile): Iterable<string> {
  assertTimed(profile);
  assertWritable(profile);
  const { rows, places } = sitePlaces(profile);
  const names = namesAlone(places).map(asFrame);
  const threads = threadNames(profile).map((name) => asFrame(`[thread ${name}]`));
  for (const [at, thread] of profile.threads.entries()) {
    const before = profile.threads.length > 1 ? [threads[at]!] : [];
    yield line([...before, '[root]'], thread.rootSelf);
    for (const { sites, tsub } of callStacks(thread))
      yield line([...before, ...sites.map((site) => names[rows[site]!]!)], tsub);
  }
}

function line(frames: readonly string[], ns: number): string {
  const own = wholeText(ns);
  return own === '0' ? '' : `${frames.join(';')} ${own}\n`;
}

/** The format has no escapes; and of a name that ends in a number, readers take that for the first of two figures. */
function asFrame(name: string): string {
  return name.replaceAll(';', ',').replace(/ (?=[\d.]+$)/, '_');
}
