import { Buffer } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';

const MB = 1e6;
const PIECE = 4 * MB;
const TOO_LARGE = /^tsprof: [^\n]+: too large: more than [^\n]+ are not read\n$/;

/** Files that are very large, or become that when they are unzipped. `expected`: what must be said of each. */
export function giants() {
  return [...giantProfiles(), ...giantsOfOthers()];
}

/** The same for `tsprof import`. */
function giantsOfOthers() {
  const speedscope = '{"profiles":[{"type":"sampled","weights":[1';
  const stack = '{"profiles":[{"samples":[[]';
  const varint = Buffer.from([0x12, 0xff, 0xff, 0xff, 0x7f]);
  return [
    ['4.4 GB of weights, zipped', TOO_LARGE, zip(speedscope, ',1', 4400 * MB)],
    ['4.4 GB of empty stacks, zipped', TOO_LARGE, zip(stack, ',[]', 4400 * MB)],
    ['4.4 GB of empty events, zipped', TOO_LARGE, zip('{"profiles":[{"events":[{}', ',{}', 4400 * MB)],
    ['4.4 GB of escaped names, zipped', TOO_LARGE, zip('{"nodes":[{"a":1', ',"\\n":1', 4400 * MB)],
    ['4.4 GB of empty nodes, zipped', TOO_LARGE, zip('{"nodes":[{}', ',{}', 4400 * MB)],
    ['600 MB of children', TOO_LARGE, plain('{"nodes":[{"children":[1', ',1', 600 * MB)],
    ['600 MB of one line', TOO_LARGE, plain('a;b', ';c', 600 * MB)],
    ['600 MB of lines', TOO_LARGE, plain('a 1\n', 'a;b;c 1\n', 600 * MB)],
    ['600 MB of costs', TOO_LARGE, plain('events: Time\nfl=a\nfn=f\n', '1 1\n', 600 * MB)],
    ['600 MB of names', TOO_LARGE, counting('events: Time\nfl=a\n', 'fn=', '\n', 600 * MB)],
    ['600 MB of frames', TOO_LARGE, counting('', 'a;', ' 1\n', 600 * MB)],
    ['4.4 GB of empty samples, zipped', TOO_LARGE, zip('\x0a\0', '\x12\0', 4400 * MB)],
    ['250 MB of empty samples', TOO_LARGE, plain('\x0a\0', '\x12\0', 250 * MB)],
    ['250 MB of empty locations', TOO_LARGE, plain('\x0a\0', '\x22\0', 250 * MB)],
    ['250 MB of a number', /a number has no end/, plain('\x0a\0\x48', Buffer.from([0xff]), 250 * MB)],
    ['250 MB of a sample', /a field has no end|a number/, plain(varint, '\x0a\x01\x01', 250 * MB)],
    ['250 MB of a tuple of tuples', /too deep/, plain('{', '(\x01\0\0\0', 250 * MB)],
    ['250 MB of nothing in a tuple', TOO_LARGE, plain(binary('{(\x00\xff\xff\x7f'), 'N', 250 * MB)],
    ['250 MB of empty tuples', TOO_LARGE, plain(binary('{(\x00\xff\xff\x7f'), ')\0', 250 * MB)],
  ].map(([name, expected, make]) => ({
    name: `import: ${name}`,
    args: ['import', '-o', '/dev/null'],
    expected,
    make,
  }));
}

function giantProfiles() {
  const before = '{"format":"tsprof","files":["';
  return [
    giant('400 MB of spaces, zipped', TOO_LARGE_OR_CUT, zip('{', ' ', 400 * MB)),
    giant('4.4 GB of spaces, zipped', TOO_LARGE, zip('{', ' ', 4400 * MB)),
    giant('4.4 GB of spaces without an object, zipped', TOO_LARGE, zip('', ' ', 4400 * MB)),
    giant('4.4 GB of one text, zipped', TOO_LARGE, zip(before, 'a', 4400 * MB)),
    giant('4.4 GB of a text that is not kept, zipped', TOO_LARGE, zip('{"x":"', 'a', 4400 * MB)),
    giant('4.4 GB of texts, zipped', TOO_LARGE, zip('{"files":["",', '"aaaaaaaaaaaaaa",', 4400 * MB)),
    giant(
      '4.4 GB of zeros in a list that is kept, zipped',
      TOO_LARGE,
      zip('{"sites":{"line":[0', ',0', 4400 * MB),
    ),
    giant('4.4 GB of zeros in a list that is not, zipped', TOO_LARGE, zip('{"x":[0', ',0', 4400 * MB)),
    giant('4.4 GB of a number, zipped', TOO_LARGE, zip('{"sites":{"line":[1', '1', 4400 * MB)),
    giant('4.4 GB of objects, zipped', TOO_LARGE, zip('{"threads":[{}', ',{}', 4400 * MB)),
    giant(
      '4.4 GB of threads without a field, zipped',
      TOO_LARGE,
      zip('{"threads":[{}', ',{"health":{"a":1}}', 4400 * MB),
    ),
    giant('4.4 GB of fields of one name, zipped', TOO_LARGE, zip('{"a":1', ',"a":1', 4400 * MB)),
    giant('4.4 GB of escaped names, zipped', TOO_LARGE, zip('{"a":1', ',"\\n":1', 4400 * MB)),
    giant(
      '4.4 GB of fields that are kept, zipped',
      TOO_LARGE,
      zip('{"threads":[{"health":{"a":1', ',"a":1', 4400 * MB),
    ),
    giant('[ 10 million deep', TOO_LARGE, plain('{"a":', '[', 10 * MB)),
    giant('{ 10 million deep', TOO_LARGE, plain('{"a":1', ',"a":{"a":1', 110 * MB)),
    giant('[ at the start, 10 million deep', /no object/, plain('', '[', 10 * MB)),
    giant('600 MB of numbers', TOO_LARGE, plain('{"x":[0', ',1234.5', 600 * MB)),
    giant('600 MB of names', TOO_LARGE, plain('{"files":[""', ',"src/a/b/c.ts"', 600 * MB)),
    giant('600 MB of zero bytes', /not JSON/, plain('', '\0', 600 * MB)),
    giant('300 MB of empty parts of a zipped file', /./, plain(gzipSync('{'), gzipSync(''), 300 * MB)),
    giant('200 MB of parts with a byte each', /./, plain(gzipSync('{'), gzipSync(' '), 200 * MB)),
  ];
}

const TOO_LARGE_OR_CUT = /too large|cut short/;

const binary = (text) => Buffer.from(text, 'latin1');

function giant(name, expected, make) {
  return { name, expected, make };
}

/** Makes a file of `start` and then `unit` again and again, up to that many bytes. */
function plain(start, unit, bytes) {
  const part = Buffer.from(unit);
  const piece = Buffer.alloc(Math.max(1, Math.floor(PIECE / part.length)) * part.length, part);
  return (file) => fill(file, Buffer.from(start), piece, Math.ceil(bytes / piece.length));
}

/** The same, but that each unit has a number in it, which is another one. */
function counting(start, before, after, bytes) {
  return (file) => fillCounting(file, start, before, after, bytes);
}

async function fillCounting(file, start, before, after, bytes) {
  const output = createWriteStream(file);
  output.write(start);
  for (let at = 0, written = 0; written < bytes; written += PIECE) {
    let text = '';
    while (text.length < PIECE) text += `${before}${at++}${after}`;
    if (!output.write(text)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
}

/** The same, zipped: as a file may have several zipped parts, one is made and repeated. */
function zip(start, unit, bytes) {
  const length = Math.floor(PIECE / unit.length) * unit.length;
  const piece = gzipSync(Buffer.alloc(length, unit), { level: 9 });
  return (file) => fill(file, gzipSync(start), piece, Math.ceil(bytes / length));
}

async function fill(file, start, piece, times) {
  const output = createWriteStream(file);
  output.write(start);
  for (let time = 0; time < times; time++) if (!output.write(piece)) await once(output, 'drain');
  output.end();
  await once(output, 'close');
}
