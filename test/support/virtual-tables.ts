import type { Profile } from '../../runtime/src/profile/format.ts';
import { walkTree } from '../../runtime/src/profile/walk.ts';

/** The lines of a table written between backticks: each trimmed, empty ones dropped. */
export function rows(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** What a program logged, with the time but without the tick. */
export function lines(output: readonly string[]): string[] {
  return output.map((line) => line.replace(/\.\d+ /, ' '));
}

/** The calling context tree, one path a line in tree order: `a > b ncall self total`. */
export function printedTree({ threads, sites }: Profile): string {
  const path: string[] = [];
  const printed: string[] = [];
  for (const thread of threads) {
    walkTree(
      thread,
      ({ site, ncall, self, total }) => {
        path.push(sites.name[site] ?? '[root]');
        if (site >= 0) printed.push([path.slice(1).join(' > '), ncall, self, total].join(' '));
      },
      () => void path.pop(),
    );
  }
  return printed.join('\n');
}
