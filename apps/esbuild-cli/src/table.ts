import type { Counts } from './count.ts';

const row = ({ lines, words, name }: Counts): string => [lines, words, name].join('\t');

export function table(files: readonly Counts[]): string {
  return files.map(row).join('\n');
}
