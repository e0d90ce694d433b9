import type { EdgeTable, ThreadProfile } from '@tsprof/runtime/profile';

/**
 * A thread whose calls are the paths on which memory was allocated, with bytes in place of own times and samples in place of
 * calls: trees of it are made as those of time are. Of a thread whose memory was not watched there is the root alone.
 */
export function memoryThread(thread: ThreadProfile): ThreadProfile {
  const { site = [-1], parent = [-1], bytes = [0], samples = [0] } = thread.memory?.nodes ?? {};
  const none = site.slice(1).map(() => 0);
  const names = Object.keys(thread.edges) as (keyof EdgeTable)[];
  const figures = Object.fromEntries(names.map((name) => [name, none])) as unknown as EdgeTable;
  return {
    ...thread,
    rootSelf: bytes[0]!,
    nodes: { site, parent },
    edges: {
      ...figures,
      from: parent.slice(1),
      to: none.map((_, at) => at + 1),
      ncall: samples.slice(1),
      tsub: bytes.slice(1),
    },
    suspensions: NO_WAITS,
  };
}

const NO_WAITS: ThreadProfile['suspensions'] = {
  ...{ edge: [], place: [], parked: [], count: [], pending: [], rejected: [], time: [], longest: [] },
};
