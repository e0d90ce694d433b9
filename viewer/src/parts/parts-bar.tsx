import { duration, percentage } from '@tsprof/report/units';

/** What the time of a wait or of a request falls into. */
export const PARTS = ['running', 'ready', 'busy', 'idle'] as const;
export type Part = (typeof PARTS)[number];
/** How long each of them took, ns. */
export type Parts = Readonly<Record<Part, number>>;

/** The parts of a time as a bar, told apart by colour and texture; `whole` is their sum. */
export function PartsBar({ of, whole }: { of: Parts; whole: number }) {
  if (whole === 0) return null;
  const parts = PARTS.filter((part) => of[part] > 0);
  const text = parts.map((part) => `${part} ${duration(of[part])} (${percentage(of[part], whole)})`);
  return (
    <span class="bar" role="img" aria-label={text.join(', ')} title={text.join(', ')}>
      {parts.map((part) => (
        <span class={part} style={{ width: `${(100 * of[part]) / whole}%` }} />
      ))}
    </span>
  );
}

/** What the colours of such bars mean, in the words given. */
export function PartsLegend({ words }: { words: Readonly<Record<Part, string>> }) {
  return (
    <>
      {PARTS.map((part) => (
        <span class="legend" title={words[part]}>
          <span class={`swatch ${part}`} /> {part}
        </span>
      ))}
    </>
  );
}
