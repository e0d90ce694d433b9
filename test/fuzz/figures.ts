import { ttotOf, twaitOf, type Activation } from './activation.ts';

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
    twaitOf(list, ({ family }) => family, 0, now),
    sum(({ nsuspend }) => nsuspend),
  ].join(' ');
}

/** `caller>callee ncall twait`, sorted. */
export function pairs(activations: readonly Activation[], now: number): string[] {
  return [...group(activations, ({ site, up }) => `${up?.site ?? '[root]'}>${site}`)]
    .map(([pair, list]) => {
      const { length } = list.filter(({ isCall }) => isCall);
      return `${pair} ${length} ${twaitOf(list, ({ pairFamily }) => pairFamily, 0, now)}`;
    })
    .filter((text) => !text.endsWith(' 0 0'))
    .sort();
}

/** nyield by name. */
export function yields(activations: readonly Activation[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { site, nyield, isCall } of activations) if (isCall) sums[site] = (sums[site] ?? 0) + nyield;
  return sums;
}

/** How often the activations of each function have waited, by name. */
export function countWaits(activations: readonly Activation[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { site, nsuspend } of activations) counts.set(site, (counts.get(site) ?? 0) + nsuspend);
  return counts;
}

/** `name twait nsuspend` of the functions that have waited since then, when `before` was counted; sorted. */
export function waitsSince(
  from: number,
  before: ReadonlyMap<string, number>,
  activations: readonly Activation[],
  now: number,
): string[] {
  return [...group(activations, ({ site }) => site)]
    .map(([site, list]) => {
      const count = list.reduce((sum, { nsuspend }) => sum + nsuspend, 0) - (before.get(site) ?? 0);
      return `${site} ${twaitOf(list, ({ family }) => family, from, now)} ${count}`;
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
