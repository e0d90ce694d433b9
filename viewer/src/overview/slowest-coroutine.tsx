import { fateText, slowestCoroutine, slownessText } from '@tsprof/report/tables/coroutine-words';
import { duration } from '@tsprof/report/units';
import { coroutineKey } from '../coroutines/keyed.ts';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { isListed } from '../state/filter.ts';
import { coroutines, isTimed } from '../state/figures.ts';
import { select, selectedCoroutine } from '../state/selected.ts';
import { Card, Go } from './card.tsx';

/** The coroutine that took longest beyond what is usual for its like, as `tsprof coroutines` names it. */
export function SlowestCoroutine() {
  const found = isTimed.value ? slowestCoroutine(coroutines.value.all.filter(isListed.value)) : null;
  if (found === null) return null;
  const { row, slowest } = found;
  const prepare = () => {
    selectedCoroutine.value = coroutineKey(row);
    select(row);
  };
  return (
    <Card id="slowest-coroutine" title="Slowest coroutine beside its like" big={duration(slowest.wall)}>
      <p>
        <Go to="coroutines" prepare={prepare}>
          <strong class="code">{shown(row.name)}</strong>
        </Go>
        : {slownessText(row, slowest)}.
      </p>
      <p class="faint">{fateText(slowest)}.</p>
      <p>
        <PlaceLink place={row} />
      </p>
    </Card>
  );
}
