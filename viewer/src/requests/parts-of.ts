import type { Finding } from '@tsprof/report/tables/request-findings';
import type { Parts } from '../parts/parts-bar.tsx';

/** What the time of a tag's requests falls into. */
export const partsOf = ({ row: { tsub, ready, busy }, idle }: Finding): Parts => ({
  ...{ running: tsub, ready, busy, idle },
});
