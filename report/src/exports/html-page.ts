/** The report's style, in light and dark. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 1rem; }
ul { padding-left: 1.2rem; }
input { font: inherit; width: 24rem; max-width: 100%; margin-bottom: .5rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; background: Canvas; text-align: left; }
th button { font: inherit; font-weight: bold; border: 0; background: none; cursor: pointer; padding: .2rem .5rem; color: inherit; }
th[aria-sort=ascending] button::after { content: " \\2191"; }
th[aria-sort=descending] button::after { content: " \\2193"; }
td { padding: .1rem .5rem; white-space: nowrap; }
td.n { text-align: right; }
tbody tr:nth-child(even) { background: color-mix(in srgb, CanvasText 6%, Canvas); }
`;

/** Sorts by the column whose heading is pressed, figures from the largest on; shows the rows that have the filter's text. */
export const PAGE_SCRIPT = `
'use strict';
const body = document.querySelector('tbody');
const rows = [...body.rows];
const headings = [...document.querySelectorAll('th')];
const valueOf = (row, at) => {
  const { dataset, textContent } = row.cells[at];
  return dataset.v === undefined ? textContent : Number(dataset.v);
};
const sortBy = (at) => {
  const isText = typeof valueOf(rows[0], at) === 'string';
  const last = headings[at].ariaSort;
  const isUp = last === null ? isText : last === 'descending';
  rows.sort((one, other) => {
    const [a, b] = [valueOf(one, at), valueOf(other, at)];
    return (isUp ? 1 : -1) * (isText ? a.localeCompare(b) : a - b);
  });
  for (const heading of headings) heading.ariaSort = null;
  headings[at].ariaSort = isUp ? 'ascending' : 'descending';
  body.append(...rows);
};
headings.forEach((heading, at) => heading.querySelector('button').addEventListener('click', () => {
  if (rows.length > 0) sortBy(at);
}));
document.querySelector('input').addEventListener('input', ({ target }) => {
  const words = target.value.toLowerCase();
  for (const row of rows) {
    const text = row.cells[0].textContent + ' ' + row.cells[row.cells.length - 1].textContent;
    row.hidden = !text.toLowerCase().includes(words);
  }
});
`;
