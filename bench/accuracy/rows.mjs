// The rows of the accuracy table: a figure from raw times, and one from corrected times once there are any.

/** `limit`: `{ atMost, stretch }`, `{ from, to }`, or nothing: for comparison only. */
export function accuracyRow(work, figures, limit = {}) {
  return { work, ...figures, ...limit };
}

export const HEADINGS = ['work', 'raw', 'corrected', 'target', 'met?'];

/** The cells of one row, as text. */
export function cellsOf(row) {
  if (row.failed !== undefined) return [row.work, `failed: ${row.failed}`, '', '', 'no'];
  const { work, raw, corrected } = row;
  return [work, figure(raw), corrected === undefined ? '-' : figure(corrected), target(row), verdict(row)];
}

function figure(value) {
  return value.toFixed(4);
}

function target({ atMost, stretch, from, to }) {
  if (from !== undefined) return `${from} to ${to}`;
  if (atMost === undefined) return '';
  return `<= ${atMost}${stretch === undefined ? '' : `, stretch ${stretch}`}`;
}

/** Corrected times are what counts, where there are any. */
function verdict({ raw, corrected = raw, atMost, stretch = -1, from, to }) {
  if (from !== undefined) return corrected >= from && corrected <= to ? 'yes' : 'no';
  if (atMost === undefined) return '';
  if (corrected <= stretch) return 'stretch';
  return corrected <= atMost ? 'yes' : 'no';
}
