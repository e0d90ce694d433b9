import type { EdgeTable, Profile } from '@tsprof/runtime/profile';
import { FIGURES } from '@tsprof/runtime/profile';
import { call, profileOf } from '../../profile/support/build.ts';

const FUNCTIONS = 2000;
const DEPTH = 40;

/** A call tree of so many nodes, up to 40 deep, with the same shape each time. */
export function largeProfile(nodes: number): Profile {
  const base = profileOf([call('root', 1e6)]);
  const random = seeded();
  const [site, parent, depth] = [[-1], [-1], [0]];
  const columns = Object.fromEntries(
    ['from', 'to', ...Object.keys(FIGURES)].map((name) => [name, [] as number[]]),
  ) as unknown as { [K in keyof EdgeTable]: number[] };
  let elapsed = 0;
  for (let node = 1; node < nodes; node++) {
    // Near the latest ones, so that it gets deep; never a function twice on a path, as recursion is folded.
    const near = Math.max(0, node - 1 - Math.floor(random() * 60));
    const above = depth[near]! < DEPTH ? near : 0;
    site.push((depth[above]! * 50 + Math.floor(random() * 50)) % FUNCTIONS);
    parent.push(above);
    depth.push(depth[above]! + 1);
    const own = Math.floor(random() * 1e5);
    elapsed += own;
    for (const [name, value] of Object.entries({ from: above, to: node, ...figures(own) }))
      columns[name as keyof EdgeTable].push(value);
  }
  const sites = Array.from({ length: FUNCTIONS }, (_, at) => at);
  return {
    ...base,
    files: sites
      .slice(0, 100)
      .map((at) => `${at % 3 === 0 ? 'src' : `node_modules/p${at % 20}/lib`}/file${at}.js`),
    sites: {
      name: sites.map((at) => `function${at}`),
      file: sites.map((at) => at % 100),
      line: sites.map((at) => 1 + Math.floor(at / 100)),
      column: sites.map(() => 0),
      kind: sites.map(() => 'function' as const),
    },
    threads: [{ ...base.threads[0]!, elapsed, rootSelf: 0, nodes: { site, parent }, edges: columns }],
  };
}

function figures(own: number): Readonly<Record<string, number>> {
  const zero = Object.fromEntries(Object.keys(FIGURES).map((name) => [name, 0]));
  return {
    ...{ ...zero, ncall: 1, nactualcall: 1, npair: 1 },
    ...{ tsub: own, ttot: own, tpair: own, tmin: own, tmax: own },
  };
}

/** mulberry32. */
function seeded(): () => number {
  let state = 7;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
