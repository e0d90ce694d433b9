import type { Culprit, Tale } from '@tsprof/report/tables/request-story';
import { PlaceLink } from '../parts/place.tsx';
import { shown } from '../parts/text.ts';
import { selectAt } from '../state/selected.ts';

/** What is said of a tag. */
export function TaleText({ tale: { words, where } }: { tale: Tale }) {
  return (
    <>
      {words}
      {where !== null && (
        <>
          <CulpritText where={where} /> <PlaceLink place={{ ...where, column: 0 }} />
        </>
      )}
    </>
  );
}

/** The function or await that it is due to. */
export function CulpritText({ where }: { where: Culprit }) {
  const { words, name, more } = where;
  return (
    <>
      , {words}{' '}
      <button type="button" class="link name code" onClick={() => selectAt(where)}>
        {shown(name)}
      </button>
      {more !== null && `, ${more}`}
    </>
  );
}
