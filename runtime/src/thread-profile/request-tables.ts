import type { IsAwaited } from './awaited-table.ts';
import type { RequestTables } from '../profile/requests.ts';
import type { RequestAccounts } from '../replay/request-accounts.ts';

/** Requests: of two tales of a wait the one that is true. */
export function requestTables(
  { lengths, late, edge, count, pending, errors, wall, running, longest }: RequestAccounts,
  isAwaited: IsAwaited,
): RequestTables {
  const ready = edge.map(() => 0);
  const busy = edge.map(() => 0);
  late.request.forEach((row, at) => {
    const isOf = late.suspension[at]! >= 0 && isAwaited(late.suspension[at]!, late.site[at]!);
    if (isOf !== late.isOfSite[at]) return;
    ready[row]! += late.ready[at]!;
    busy[row]! += late.busy[at]!;
  });
  return {
    requests: { edge, count, pending, errors, wall, running, ready, busy, longest },
    requestLengths: { request: lengths.thing, bin: lengths.bin, count: lengths.count },
  };
}
