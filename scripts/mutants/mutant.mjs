import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { changeBytes, zipped } from './bytes.mjs';
import { Random } from './random.mjs';
import { changeTree, textOf, treeOf } from './tree.mjs';

const PROFILES = ['mixed', 'yappi-document', 'awaits', 'blocking', 'memory'].map((name) => {
  const path = new URL(`../../fixtures/profiles/${name}.tsprof`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8'));
});

/** Few, so that many mutants are read to their end. */
const MOST_CHANGES = 2;
const BYTES_SHARE = 0.25;
const ZIPPED_SHARE = 0.2;

/** A file that once was a profile. The same seed and number give the same file. */
export function mutant(seed, number) {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1) ^ number);
  const tree = treeOf(random.of(PROFILES));
  const isOfBytes = random.next() < BYTES_SHARE;
  if (!isOfBytes || random.next() < 0.5)
    for (let left = 1 + random.below(MOST_CHANGES); left > 0; left--) changeTree(tree, random);
  let bytes = Buffer.from(textOf(tree));
  if (isOfBytes) bytes = changeBytes(bytes, random);
  return random.next() < ZIPPED_SHARE ? zipped(bytes, random) : bytes;
}
