import { ttotOf, type Activation } from './activation.ts';

/** `name ncall/nactualcall tsub ttot twait nsuspend` of the functions of which there is anything to say, by name. */
export function table(activations: readonly Activation[], now: number): string[] {
  return [...group(activations, ({ site }) => site)]
    .map(([site, list]) => row(site, list, now))
    .filter((text) => !text.endsWith(' 0 0 0 0 0'))
    .sort();
}

function row(site: string, list: readonly Activation[], now: number): string {
  const sum = (figure: (activation: Activation) => number) =>
    list.reduce((total, activation) => total + figure(activation), 0);
  const ncall = sum(({ isCall }) => (isCall ? 1 : 0));
  const outermost = sum((activation) => (activation.isCall && activation.isOutermost ? 1 : 0));
  return [
    site,
    outermost === ncall ? ncall : `${ncall}/${outermost}`,
    sum(({ self }) => self),
    ttotOf(list, now),
    sum((activation) => activation.twait(now)),
    sum(({ nsuspend }) => nsuspend),
  ].join(' ');
}

/** `caller>callee ncall`, sorted. */
export function pairs(activations: readonly Activation[]): string[] {
  const calls = activations.filter(({ isCall }) => isCall);
  const found = group(calls, ({ site, up }) => `${up?.site ?? '[root]'}>${site}`);
  return [...found].map(([pair, { length }]) => `${pair} ${length}`).sort();
}

/** nyield by name. */
export function yields(activations: readonly Activation[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { site, nyield, isCall } of activations) if (isCall) sums[site] = (sums[site] ?? 0) + nyield;
  return sums;
}

/** What a function's activations have waited, and how often. */
export interface Waits {
  readonly twait: number;
  readonly nsuspend: number;
}

/** … by name. */
export function sumWaits(activations: readonly Activation[], now: number): ReadonlyMap<string, Waits> {
  const sums = new Map<string, Waits>();
  for (const activation of activations) {
    const { twait, nsuspend } = sums.get(activation.site) ?? { twait: 0, nsuspend: 0 };
    sums.set(activation.site, {
      twait: twait + activation.twait(now),
      nsuspend: nsuspend + activation.nsuspend,
    });
  }
  return sums;
}

/** `name twait nsuspend` of the functions that have waited since `before` was taken, sorted. */
export function waitsSince(before: ReadonlyMap<string, Waits>, sums: ReadonlyMap<string, Waits>): string[] {
  return [...sums]
    .map(([site, { twait, nsuspend }]) => {
      const cleared = before.get(site);
      return [site, twait - (cleared?.twait ?? 0), nsuspend - (cleared?.nsuspend ?? 0)].join(' ');
    })
    .filter((text) => !text.endsWith(' 0 0'))
    .sort();
}

function group<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const found = groups.get(key(item));
    if (found) found.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
