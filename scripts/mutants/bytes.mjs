import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';

/** Changes the bytes of a file in one of these ways. */
export function changeBytes(bytes, random) {
  return random.of(CHANGES)(bytes, random);
}

/** The file zipped in one of these ways. */
export function zipped(bytes, random) {
  return random.of(ZIPS)(bytes, random);
}

const CHANGES = [
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => bytes.subarray(random.below(bytes.length)),
  (bytes, random) => flipped(bytes, random, 1),
  (bytes, random) => flipped(bytes, random, 8),
  (bytes, random) => spliced(bytes, random, 0, Buffer.from(random.of(INSERTED))),
  (bytes, random) => spliced(bytes, random, random.below(40), Buffer.alloc(0)),
  (bytes, random) => spliced(bytes, random, 0, bytes.subarray(0, random.below(200))),
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes) => Buffer.concat([Buffer.from('\ufeff'), bytes]),
  (bytes) => Buffer.from(bytes.toString('utf8'), 'utf16le'),
  (bytes) => Buffer.from(bytes.toString('utf8').replaceAll(',', ' ,\r\n\t')),
];

const INSERTED = [
  '\0',
  ',',
  '[',
  '}',
  '"',
  '\\',
  ' ',
  '\u2028',
  '//',
  '\xff\xfe',
  '1',
  '-',
  'e',
  'null',
  '{"a":1}',
];

const ZIPS = [
  (bytes) => gzipSync(bytes),
  (bytes) => gzipSync(gzipSync(bytes)),
  (bytes) => Buffer.concat([gzipSync(bytes), gzipSync('')]),
  (bytes) => Buffer.concat([gzipSync(bytes.subarray(0, 100)), gzipSync(bytes.subarray(100))]),
  (bytes) => Buffer.concat([gzipSync(bytes), Buffer.from('behind the end')]),
  (bytes, random) => changeBytes(gzipSync(bytes), random),
];

function flipped(bytes, random, times) {
  const copy = Buffer.from(bytes);
  for (let time = 0; time < times && copy.length > 0; time++)
    copy[random.below(copy.length)] ^= 1 << random.below(8);
  return copy;
}

function spliced(bytes, random, removed, added) {
  const at = random.below(bytes.length);
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}
