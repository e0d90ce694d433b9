import { computed } from '@preact/signals';
import { programTime, rootParts } from '@tsprof/report/rows/root-time';
import { duration, percentage } from '@tsprof/report/units';
import { shown } from '../parts/text.ts';
import { OWN_CODE, packageName } from '../state/filter.ts';
import { packages, stats } from '../state/figures.ts';
import { show } from '../state/view.ts';

interface Part {
  readonly name: string;
  readonly time: number;
  /** A package that can be filtered by. */
  readonly isPackage: boolean;
  readonly look: string;
}

const MOST_PACKAGES = 7;

/** Own time by package, then what was the event loop's. */
const parts = computed<readonly Part[]>(() => {
  const used = packages.value.filter(({ tsub }) => tsub > 0);
  const named = used.slice(0, MOST_PACKAGES).map(({ name, tsub }, at): Part => ({
    ...{ name, time: tsub, isPackage: true },
    look: name === OWN_CODE ? 'running' : `package${at % 3}`,
  }));
  const others = used.slice(MOST_PACKAGES).reduce((sum, { tsub }) => sum + tsub, 0);
  const root = rootParts(stats.value).filter(({ isOwn }) => isOwn !== true);
  return [
    ...named,
    ...(others > 0 ? [{ name: 'other packages', time: others, isPackage: false, look: 'other' }] : []),
    ...root.map(({ name, time }) => ({
      name,
      time,
      isPackage: false,
      look: name === 'idle' ? 'idle' : 'other',
    })),
  ];
});

/** What the program's time went to, as a bar of which each part leads on. */
export function TimeBar() {
  const whole = parts.value.reduce((sum, { time }) => sum + time, 0);
  if (whole === 0) return null;
  const isOne = stats.value.threads.length === 1;
  const share = (time: number) => percentage(time, isOne ? programTime(stats.value) : whole);
  const open = ({ name, isPackage }: Part) => {
    if (!isPackage) return;
    packageName.value = name;
    show('table');
  };
  return (
    <>
      <div class="stack" aria-hidden="true">
        {parts.value.map((part) => (
          <button
            type="button"
            tabIndex={-1}
            class={part.look}
            title={`${shown(part.name)}: ${duration(part.time)}, ${share(part.time)}`}
            style={{ width: `${(100 * part.time) / whole}%` }}
            onClick={() => open(part)}
          />
        ))}
      </div>
      <div class="keys">
        {parts.value.map((part) => (
          <span class="legend">
            <span class={`swatch ${part.look}`} />
            {part.isPackage ? (
              <button type="button" class="link name" onClick={() => open(part)}>
                {shown(part.name, 60)}
              </button>
            ) : (
              <span>{part.name}</span>
            )}{' '}
            {duration(part.time)} ({share(part.time)})
          </span>
        ))}
      </div>
    </>
  );
}
