// The figures of many trials as a table, a row for each target and signal.

const HEADERS = [
  'hit',
  'signal',
  'trials',
  'all well',
  'calls made',
  'lost of all, most in a trial',
  'lost older than 2 s',
  'files left behind',
  'wrong endings',
  'no profile',
];

/** Whether nothing went wrong that should not: of calls, the last ones may be missing where SIGKILL was sent. */
export function isWell({ trial, problems, lost, lostEarly }) {
  return problems.length === 0 && (trial.signal === 'SIGKILL' ? lostEarly : lost) === 0;
}

/** A table in Markdown. */
export function tableOf(results) {
  const groups = groupBy(results, keyOf);
  const rows = [...groups.values()].map(rowOf);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(HEADERS), line(HEADERS.map(() => '---')), ...rows.map(line)].join('\n');
}

function keyOf({ trial: { target, signal } }) {
  return `${target} ${signal}`;
}

function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function rowOf(results) {
  const { target, signal } = results[0].trial;
  const sum = (read) => results.reduce((total, result) => total + read(result), 0);
  const having = (start) => sum(({ problems }) => problems.filter((line) => line.startsWith(start)).length);
  return [
    ...[target, signal.slice(3), results.length, results.filter(isWell).length],
    ...[
      sum(({ calls }) => calls),
      Math.max(...results.map(({ lost }) => lost)),
      sum(({ lostEarly }) => lostEarly),
    ],
    ...[having('left behind'), having('ended with'), having('no profile')],
  ];
}
