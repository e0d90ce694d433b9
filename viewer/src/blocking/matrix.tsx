import { computed } from '@preact/signals';
import { duration } from '@tsprof/report/units';
import { shown, baseName } from '../parts/text.ts';
import { isFound, isWanted } from '../state/filter.ts';
import { blocking } from '../state/figures.ts';
import { selectAt } from '../state/selected.ts';

interface Party {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** Who delayed whom: a row for each of those who delayed most, a column for each await that was delayed most. */
export interface Matrix {
  readonly blockers: readonly Party[];
  readonly victims: readonly Party[];
  /** By row and column; undefined where there was none. */
  readonly cells: readonly (readonly ({ readonly count: number; readonly time: number } | undefined)[])[];
  readonly most: number;
}

const MOST_BLOCKERS = 12;
const MOST_VICTIMS = 8;

export const matrix = computed<Matrix>(() => {
  const [wanted, found] = [isWanted.value, isFound.value];
  const delays = blocking.value.all.delays.filter(
    ({ blocker, victim }) => (wanted(blocker) || wanted(victim)) && (found(blocker) || found(victim)),
  );
  const blockers = greatest(
    delays.map(({ blocker, time }) => [blocker, time]),
    MOST_BLOCKERS,
  );
  const victims = greatest(
    delays.map(({ victim, time }) => [victim, time]),
    MOST_VICTIMS,
  );
  const cells = blockers.map(() => victims.map((): { count: number; time: number } | undefined => undefined));
  let most = 0;
  for (const { blocker, victim, count, time } of delays) {
    const row = blockers.findIndex((each) => isSame(each, blocker));
    const column = victims.findIndex((each) => isSame(each, victim));
    if (row < 0 || column < 0) continue;
    const cell = (cells[row]![column] ??= { count: 0, time: 0 });
    cell.count += count;
    cell.time += time;
    most = Math.max(most, cell.time);
  }
  return { blockers, victims, cells, most };
});

const isSame = (one: Party, other: Party): boolean =>
  one.name === other.name && one.file === other.file && one.line === other.line;

function greatest(parties: readonly (readonly [Party, number])[], most: number): readonly Party[] {
  const sums = new Map<string, { party: Party; time: number }>();
  for (const [party, time] of parties) {
    const key = JSON.stringify([party.name, party.file, party.line]);
    const known = sums.get(key) ?? { party, time: 0 };
    known.time += time;
    sums.set(key, known);
  }
  const sorted = [...sums.values()].sort((a, b) => b.time - a.time);
  return sorted.slice(0, most).map(({ party }) => party);
}

/** Who delayed whom, as a table whose cells are the darker the longer. */
export function DelayMatrix() {
  const { blockers, victims, cells, most } = matrix.value;
  if (blockers.length === 0)
    return <p class="faint">Nobody is known to have been delayed by 0.1 ms or more.</p>;
  return (
    <div style={{ overflow: 'auto' }}>
      <table class="matrix" aria-label="Who delayed whom">
        <thead>
          <tr>
            <th scope="col">held the thread ↓ delayed →</th>
            {victims.map((victim) => (
              <th scope="col">
                <PartyName party={victim} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {blockers.map((blocker, row) => (
            <tr>
              <th scope="row">
                <PartyName party={blocker} />
              </th>
              {cells[row]!.map((cell) => (
                <td
                  title={cell && `${cell.count} times`}
                  style={{ background: `rgba(var(--warm), ${cell ? 0.08 + (0.5 * cell.time) / most : 0})` }}
                >
                  {cell && duration(cell.time)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PartyName({ party }: { party: Party }) {
  return (
    <>
      <button type="button" class="link name code" onClick={() => selectAt(party)}>
        {shown(party.name, 60)}
      </button>
      <div class="faint name">{shown(`${baseName(party.file)}:${party.line}`, 60)}</div>
    </>
  );
}
