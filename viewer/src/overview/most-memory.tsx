import { perCall } from '@tsprof/report/rows/memory-rows';
import { counted } from '@tsprof/report/tables/text';
import { size } from '@tsprof/report/units';
import type { MemoryStats } from '@tsprof/runtime/profile';
import { weight } from '../flame/flame.tsx';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { fate, memory } from '../state/figures.ts';
import { isListed } from '../state/filter.ts';
import { select } from '../state/selected.ts';
import { Card, Go } from './card.tsx';

/** The function that has allocated most, where memory was watched. */
export function MostMemory() {
  const found = memory.value;
  const row = (found?.functions ?? [])
    .filter(isListed.value)
    .reduce<MemoryStats | null>((most, each) => (each.own > (most?.own ?? 0) ? each : most), null);
  if (found === null || row === null) return null;
  const prepare = () => {
    weight.value = 'memory';
    select(row);
  };
  return (
    <Card id="memory" title={`Most memory ${fate.value}`} big={size(row.own)}>
      <p>
        <Go to="flame" prepare={prepare}>
          <strong class="code">{shown(row.name)}</strong>
        </Go>{' '}
        allocated it{row.ncall > 0 && `, ${size(perCall(row))} for each of ${counted(row.ncall, 'call')}`}: an
        estimate from {counted(row.samples, 'sample')}.
      </p>
      {found.heap !== null && (
        <p class="faint">
          The heap had {size(found.heap.used)} at the end, {size(found.heap.most)} at most.
        </p>
      )}
      <p>
        <PlaceLink place={row} />
      </p>
    </Card>
  );
}
