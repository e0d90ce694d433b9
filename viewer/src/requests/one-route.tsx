import { talesOf } from '@tsprof/report/tables/request-story';
import type { Finding } from '@tsprof/report/tables/request-findings';
import { counted } from '@tsprof/report/tables/text';
import { duration, percentage } from '@tsprof/report/units';
import { PARTS, PartsBar } from '../parts/parts-bar.tsx';
import { shown } from '../parts/text.ts';
import { selection, tag } from '../state/filter.ts';
import { profile } from '../state/profile.ts';
import { show } from '../state/view.ts';
import { REQUEST_WORDS } from '../words.ts';
import { partsOf } from './parts-of.ts';
import { TaleText } from './tale-text.tsx';

/** What the time of a route's requests went to, and who is in the way. */
export function OneRoute({ found }: { found: Finding }) {
  const { row } = found;
  const parts = partsOf(found);
  return (
    <section class="two" aria-label="The chosen route">
      <div class="box">
        <h3 class="name">
          <span class="code">{shown(row.tag)}</span>: {found.verdict}
        </h3>
        <ul class="tales">
          {talesOf(profile.value, found, selection.value).map((tale) => (
            <li>
              <TaleText tale={tale} />
            </li>
          ))}
        </ul>
        <div class="row-of-buttons">
          <Within to="table" name={row.tag}>
            its functions
          </Within>
          <Within to="flame" name={row.tag}>
            its flame graph
          </Within>
          <Within to="awaits" name={row.tag}>
            its awaits
          </Within>
        </div>
      </div>
      <div class="box">
        <h3>
          {duration(row.wall)} in {counted(row.count, 'request')}
        </h3>
        <PartsBar of={parts} whole={row.wall} />
        <ul>
          {PARTS.filter((part) => parts[part] > 0).map((part) => (
            <li>
              {part} {duration(parts[part])} ({percentage(parts[part], row.wall)}):{' '}
              <span class="faint">{REQUEST_WORDS[part]}</span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Shows a view of that tag alone. */
function Within({ to, name, children }: { to: string; name: string; children: string }) {
  return (
    <button
      type="button"
      onClick={() => {
        tag.value = name;
        show(to);
      }}
    >
      {children}
    </button>
  );
}
