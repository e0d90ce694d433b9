import type { FunctionPlace } from '@tsprof/runtime/profile';
import { placeText } from '@tsprof/report/rows/places';
import { style } from '../state/figures.ts';
import { select } from '../state/selected.ts';
import { sourceAt } from '../state/source.ts';
import { show } from '../state/view.ts';
import { shown } from './text.ts';

/** A function's name, which selects it. */
export function FunctionName({ place, onChoose }: { place: FunctionPlace; onChoose?: () => void }) {
  if (place.kind === 'root') return <span class="name code">{shown(place.name)}</span>;
  return (
    <button
      type="button"
      class="link name code"
      title={shown(`${place.name} ${placeText(place)}`)}
      onClick={() => {
        select(place);
        onChoose?.();
      }}
    >
      {shown(place.name)}
    </button>
  );
}

/** Where it is, which leads to the source. */
export function PlaceLink({
  place,
}: {
  place: Pick<FunctionPlace, 'file' | 'line' | 'column'> & { readonly kind?: string };
}) {
  const text = placeText({ kind: 'function', ...place }, style.value.crowded);
  if (text === '') return null;
  const open = () => {
    sourceAt.value = { file: place.file, line: place.line };
    show('source');
  };
  return (
    <button type="button" class="link name code" onClick={open}>
      {shown(text)}
    </button>
  );
}
