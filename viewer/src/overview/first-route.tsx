import type { RequestStats } from '@tsprof/runtime/profile';
import { duration } from '@tsprof/report/units';
import { PartsBar } from '../parts/parts-bar.tsx';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { partsOf } from '../requests/parts-of.ts';
import { CulpritText } from '../requests/tale-text.tsx';
import { requestFindings, requestTales } from '../state/figures.ts';
import { selectedRequest } from '../state/selected.ts';
import { Card, Go } from './card.tsx';

/** The requests to look at first, as `tsprof requests` names them. */
export function FirstRoute() {
  const [tale, ...others] = requestTales.value;
  const found = requestFindings.value.find(({ row }) => row.tag === tale?.row.tag);
  if (tale === undefined || found === undefined) return null;
  const { row, joint, words, where, time, isBound } = tale;
  return (
    <Card
      id="first-route"
      title="Requests to look at first"
      big={`${isBound ? 'up to ' : ''}${duration(time)}`}
    >
      <p>
        <RouteLink row={row} />
        {joint}
        {words}
        {where !== null && <CulpritText where={where} />}.
      </p>
      <PartsBar of={partsOf(found)} whole={row.wall} />
      {where !== null && (
        <p>
          <PlaceLink place={{ ...where, column: 0 }} />
        </p>
      )}
      {others.length > 0 && (
        <ul>
          {others.map((other) => (
            <li>
              <RouteLink row={other.row} />
              {other.joint}
              {other.words}
              {other.where !== null && <CulpritText where={other.where} />}.
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function RouteLink({ row }: { row: RequestStats }) {
  return (
    <Go to="requests" prepare={() => (selectedRequest.value = row.tag)}>
      <strong class="code">{shown(row.tag)}</strong>
    </Go>
  );
}
