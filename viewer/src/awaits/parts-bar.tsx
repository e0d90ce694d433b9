import type { AwaitStats } from '@tsprof/runtime/profile';
import { duration, percentage } from '@tsprof/report/units';

/** What a wait falls into. */
export const PARTS = ['running', 'ready', 'busy', 'idle'] as const;

/** The parts of a wait as a bar, told apart by colour and texture. */
export function PartsBar({ row }: { row: AwaitStats }) {
  if (row.parked || row.wait === 0) return null;
  const parts = PARTS.filter((part) => row[part] > 0);
  const text = parts.map((part) => `${part} ${duration(row[part])} (${percentage(row[part], row.wait)})`);
  return (
    <span class="bar" role="img" aria-label={text.join(', ')} title={text.join(', ')}>
      {parts.map((part) => (
        <span class={part} style={{ width: `${(100 * row[part]) / row.wait}%` }} />
      ))}
    </span>
  );
}
