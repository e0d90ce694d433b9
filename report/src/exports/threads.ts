import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';

/** Names of threads as clients show them: with the id where several have the same name. */
export function threadNames({ threads }: Profile): string[] {
  const count = new Map<string, number>();
  for (const { name } of threads) count.set(name, (count.get(name) ?? 0) + 1);
  return threads.map(({ name, id }) => printable(count.get(name) === 1 ? name : `${name} ${id}`));
}
