// Rounds, ratios, medians.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ways } from './ways.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/** The middle one, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/**
 * Runs every way in turn, so many rounds, and hands each round to `onRound`. Returns for each way the median time
 * (ms), and the median, least and greatest ratio to the plain run of the same round.
 */
export function measure(folder, rounds, onRound) {
  const measured = Array.from({ length: rounds }, (_, round) => {
    onRound(round);
    return measureRound(folder);
  });
  return ways.map(({ name }, way) => {
    const ratios = measured.map((times) => times[way] / times[0]);
    return {
      name,
      time: median(measured.map((times) => times[way])),
      ratio: median(ratios),
      least: Math.min(...ratios),
      greatest: Math.max(...ratios),
    };
  });
}

function measureRound(folder) {
  const outcomes = ways.map((way) => runOnce(way, folder));
  const [{ result: expected }] = outcomes;
  outcomes.forEach(({ result }, index) => {
    if (result === expected) return;
    throw new Error(`${ways[index].name}: the result is ${result}, but plain it is ${expected}`);
  });
  return outcomes.map(({ time }) => time);
}

function runOnce({ code, clock, node = () => [] }, folder) {
  const module = pathToFileURL(join(folder, code, 'main.mjs')).href;
  const args = [...node(folder), child, module, ...(clock === null ? [] : [clock])];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}
