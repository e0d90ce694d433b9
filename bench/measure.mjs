// Rounds: every way in turn, each in a process of its own.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runNode } from './processes.mjs';
import { ways } from './ways.mjs';

const child = fileURLToPath(new URL('child.mjs', import.meta.url));

/**
 * Runs the program in `folder` (as `prepare` left it) each of these ways, so many rounds. Returns the times of each
 * way (ms), one for each round: on the clock (`time`), or what all threads took of processors (`cpu`). `argument` is handed to its
 * `run`.
 */
export function measureWays(folder, names, { rounds, isShort, say }, argument, measure = 'time') {
  const times = Object.fromEntries(names.map((name) => [name, []]));
  let expected;
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    for (const name of names) {
      const { result, [measure]: time } = runWay(ways[name], folder, { isShort, argument });
      expected ??= result;
      if (result !== expected) throw new Error(`${name}: the result is ${result}, not ${expected}`);
      times[name].push(time);
    }
  }
  return times;
}

function runWay({ code, clock, node = () => [] }, folder, settings) {
  const module = pathToFileURL(join(folder, code, 'main.mjs')).href;
  return runNode([...node(folder), child, module, JSON.stringify({ clock, ...settings })]);
}
