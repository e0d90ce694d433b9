import type { ReplayState } from '../../runtime/src/replay/replay.ts';

/** How many numbers `look` reads in the columns of a state's tree. */
export function countReads(state: ReplayState, look: (state: ReplayState) => void): number {
  let reads = 0;
  const counted = <T extends object>(columns: T): T => {
    const entries = Object.entries(columns).map(([name, column]: [string, unknown]) => [
      name,
      ArrayBuffer.isView(column) ? watched(column) : column,
    ]);
    return Object.fromEntries(entries) as T;
  };
  const watched = (column: object) =>
    new Proxy(column, {
      get(target, key) {
        reads++;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    });
  const { tree } = state;
  look({ ...state, tree: { ...counted(tree), sums: counted(tree.sums) } });
  return reads;
}
