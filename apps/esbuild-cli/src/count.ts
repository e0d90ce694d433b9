import { open } from 'node:fs/promises';
import { basename } from 'node:path';

export interface Counts {
  readonly name: string;
  readonly lines: number;
  readonly words: number;
}

function* wordsOf(line: string): Generator<string> {
  for (const [word] of line.matchAll(/\S+/g)) yield word;
}

export async function countFile(file: string): Promise<Counts> {
  await using handle = await open(file);
  let [lines, words] = [0, 0];
  for await (const line of handle.readLines()) {
    lines++;
    for (const _ of wordsOf(line)) words++;
  }
  return { name: basename(file), lines, words };
}
