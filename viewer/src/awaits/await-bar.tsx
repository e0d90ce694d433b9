import type { AwaitStats } from '@tsprof/runtime/profile';
import { PartsBar } from '../parts/parts-bar.tsx';

/** The parts of what waits at an await took; of time parked at a yield there are none. */
export function AwaitBar({ row }: { row: AwaitStats }) {
  return row.parked ? null : <PartsBar of={row} whole={row.wait} />;
}
