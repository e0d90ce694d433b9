// The last results, as they are committed: by command (`costs`, `accuracy`) and case, each with where and when it was
// measured. The tables of the documents are made from them.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('results.json', import.meta.url);

/** Digits kept of a figure. */
const DIGITS = 5;

export function readResults() {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export function writeResults(results) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

/**
 * `results` with what a case has given in place of what it gave before. `names`: all cases of the command in their
 * order; what is of no case any more is dropped. What could not be measured replaces nothing.
 */
export function withCase(results, command, names, name, recorded) {
  if (!recorded.rows.every(isMeasured)) return results;
  const cases = { ...results[command], [name]: rounded(recorded) };
  const kept = names.filter((each) => cases[each] !== undefined);
  return { ...results, [command]: Object.fromEntries(kept.map((each) => [each, cases[each]])) };
}

/** With so many digits as are written: tables made at once must be those made of the file. */
function rounded(recorded) {
  const shorten = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);
  return JSON.parse(JSON.stringify(recorded, shorten));
}

function isMeasured({ failed, skipped }) {
  return failed === undefined && skipped === undefined;
}

/** The cases, those first that were recorded longest ago or never. */
export function oldestFirst(chosen, recorded) {
  const age = ({ name }) => recorded[name]?.date ?? '';
  return [...chosen].sort((a, b) => (age(a) < age(b) ? -1 : Number(age(a) > age(b))));
}

/** Seconds expected of a case of which nothing is known. */
const UNKNOWN = 120;

/** Whether a case that begins now will have ended `minutes` from here on, by what it took when it was recorded. */
export function deadline(recorded, { minutes, rounds }, now = () => performance.now()) {
  const end = now() + minutes * 60_000;
  return ({ name }) => {
    const { took = UNKNOWN, rounds: before = rounds } = recorded[name] ?? {};
    return now() + ((took * rounds) / before) * 1000 <= end;
  };
}
