import type { Awaiter } from '@tsprof/runtime/profile';
import { firstAwaiters } from '@tsprof/report/tables/awaiter-lines';
import { duration } from '@tsprof/report/units';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { selectAt } from '../state/selected.ts';

/** A page has more room than a terminal. */
const MOST_LINES = 200;

/** Who waited for whom when the profile was taken: what is awaited stands below its awaiter. */
export function AwaiterTree({ awaiters }: { awaiters: readonly Awaiter[] }) {
  const { lines, left } = firstAwaiters(awaiters, MOST_LINES);
  return (
    <div class="box">
      <h3>Suspended when the profile was taken, and what they wait for</h3>
      <ul class="awaiters" aria-label="Who waits for whom">
        {lines.map(({ awaiter, depth }) => (
          <li style={{ paddingLeft: `${1.4 * depth}rem` }}>
            {depth > 0 && <span class="faint">└ </span>}
            {awaiter.count > 1 && `${awaiter.count} × `}
            <button type="button" class="link name code" onClick={() => selectAt(awaiter)}>
              {shown(awaiter.name)}
            </button>{' '}
            <PlaceLink place={awaiter} />
            {awaiter.longest > 0 && <span class="faint"> since {duration(awaiter.longest)}</span>}
          </li>
        ))}
      </ul>
      {left > 0 && <p class="faint">and {left} more</p>}
    </div>
  );
}
