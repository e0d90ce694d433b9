// Where and when recorded cases were measured, in words.

/** A line for all cases measured in the same place and way, with their names where there are others. */
export function measuredWhere(recorded) {
  const groups = new Map();
  for (const [name, each] of Object.entries(recorded)) {
    const place = placeOf(each);
    groups.set(place, [...(groups.get(place) ?? []), { name, load: each.load }]);
  }
  const lines = [...groups].map(([place, cases]) => {
    const names = groups.size === 1 ? 'Measured' : cases.map(({ name }) => `\`${name}\``).join(', ');
    return `${names}: ${place}${loadOf(cases.map(({ load }) => load))}.`;
  });
  return lines.join('\n\n');
}

function placeOf({ date, commit, machine, node, chromium, rounds, period }) {
  const parts = [
    date.slice(0, 10),
    commit && `commit ${commit}`,
    machine,
    `Node ${node}`,
    chromium && `Chromium ${chromium}`,
    `${rounds} round${rounds === 1 ? '' : 's'}${period === undefined ? '' : ` of ${period} s`}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** The load that there was as cases began; nothing where it was not noted. */
function loadOf(loads) {
  if (loads.some((load) => typeof load !== 'number')) return '';
  const [least, most] = [Math.min(...loads), Math.max(...loads)].map((load) => load.toFixed(1));
  return `, load ${least === most ? most : `${least} to ${most}`}`;
}
