// The rows of the table: what was measured in all rounds, and whether that is good enough.

/** The middle one, or the mean of the two in the middle. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/**
 * `values`: one of each round. `limit`: `{ atMost, stretch }` or `{ atLeast, stretch }`; without it the row is there
 * for comparison only.
 */
export function valueRow(work, unit, values, limit = {}) {
  return { work, unit, measured: median(values), ...extent(values), ...limit };
}

/** How many times as much one way took as another: the ratio of the medians, the extremes of the rounds' ratios. */
export function ratioRow(work, values, others, limit = {}) {
  const ratios = values.map((value, round) => value / others[round]);
  return { work, unit: 'x', measured: median(values) / median(others), ...extent(ratios), ...limit };
}

/** The same in per cent. */
export function shareRow(work, values, others, limit) {
  const percent = values.map((value) => value * 100);
  return { ...ratioRow(work, percent, others, limit), unit: '%' };
}

function extent(values) {
  return { least: Math.min(...values), greatest: Math.max(...values) };
}

/** A line in place of rows: something is not there that is needed, and that is no fault. */
export function skippedRow(work, why) {
  return { work, skipped: why };
}

/** A line in place of rows that could not be measured. */
export function failedRow(work, error) {
  return { work, failed: error.message.split('\n')[0] };
}

/** `stretch`, `yes` or `no`; nothing where there is no target. */
export function verdict({ measured, atMost, atLeast, stretch }) {
  const isMet = (limit) => (atMost === undefined ? measured >= limit : measured <= limit);
  const target = atMost ?? atLeast;
  if (target === undefined) return '';
  if (stretch !== undefined && isMet(stretch)) return 'stretch';
  return isMet(target) ? 'yes' : 'no';
}

/** So many times worse than the target is no noise and no unlucky machine. */
const GROSS = 3;

/** Whether something must have broken: if it has not, at least one round comes near the target. */
export function isGross({ least, greatest, atMost, atLeast }) {
  return least > (atMost ?? Infinity) * GROSS || greatest < (atLeast ?? 0) / GROSS;
}
