// Functions of some ten microseconds and of milliseconds by turns, each of which is measured by its caller: a sort in
// tiers, and regular expressions over chunks of a text.
const SORTED = 24_000;
const TIER = 600;
const CHUNK = 1200;
const CHUNKS = 40;

/** What each function has taken, ms. */
export const taken = new Map();

function timed(work, ...values) {
  const began = performance.now();
  const result = work(...values);
  taken.set(work.name, (taken.get(work.name) ?? 0) + performance.now() - began);
  return result;
}

const numbers = Array.from({ length: SORTED }, (_, at) => (at * 7919) % 104_729);
const text = Array.from({ length: CHUNK * CHUNKS }, (_, at) => 'ab 1,cd 23,e'[at % 12]).join('');

function nativeSort() {
  return Float64Array.from(numbers).sort();
}

/** Two sorted tiers as one. */
function merge(one, other) {
  const merged = [];
  let [left, right] = [0, 0];
  while (left < one.length && right < other.length)
    merged.push(one[left] <= other[right] ? one[left++] : other[right++]);
  while (left < one.length) merged.push(one[left++]);
  while (right < other.length) merged.push(other[right++]);
  return merged;
}

function scan(chunk) {
  return text.slice(chunk * CHUNK, (chunk + 1) * CHUNK).match(/[a-e]+ \d+/g)?.length ?? 0;
}

/** Returns something that depends on all of it. */
export function run() {
  const sorted = timed(nativeSort);
  const tiers = Array.from({ length: SORTED / TIER }, (_, at) => sorted.slice(at * TIER, (at + 1) * TIER));
  let found = 0;
  for (let at = 0; at + 1 < tiers.length; at++) {
    found += timed(merge, tiers[at], tiers[at + 1]).length;
    found += timed(scan, at % CHUNKS);
  }
  return found;
}
