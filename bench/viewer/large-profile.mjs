// A profile with a call tree of so many nodes, up to 40 deep, as sampled programs have them; the same each
// time for the same seed.
const FUNCTIONS = 2000;
const DEPTH = 40;
const ZEROS = ['twait', 'wpair', 'nsuspend', 'nyield', 'pending', 'late'];
const ONES = ['ncall', 'nactualcall', 'npair'];
const TIMES = ['tsub', 'ttot', 'tpair', 'tmin', 'tmax'];

export function largeProfile(nodes, version, seed = 7) {
  const random = seeded(seed);
  const [site, parent, depth] = [[-1], [-1], [0]];
  const edges = Object.fromEntries(['from', 'to', ...ONES, ...TIMES, ...ZEROS].map((name) => [name, []]));
  let elapsed = 0;
  for (let node = 1; node < nodes; node++) {
    // Near the latest ones, so that it gets deep; never a function twice on a path, as recursion is folded.
    const near = Math.max(0, node - 1 - Math.floor(random() * 60));
    const above = depth[near] < DEPTH ? near : 0;
    site.push((depth[above] * 50 + Math.floor(random() * 50)) % FUNCTIONS);
    parent.push(above);
    depth.push(depth[above] + 1);
    const own = Math.floor(random() * 1e5);
    elapsed += own;
    edges.from.push(above);
    edges.to.push(node);
    for (const name of ONES) edges[name].push(1);
    for (const name of TIMES) edges[name].push(own);
    for (const name of ZEROS) edges[name].push(0);
  }
  return { ...head(version), threads: [thread({ elapsed, nodes: { site, parent }, edges })] };
}

function head(version) {
  const sites = Array.from({ length: FUNCTIONS }, (_, at) => at);
  return {
    ...{ format: 'tsprof', version, created: '2026-01-01T00:00:00.000Z', generator: 'bench', cwd: '/' },
    files: sites
      .slice(0, 100)
      .map((at) => `${at % 3 === 0 ? 'src' : `node_modules/p${at % 20}`}/file${at}.js`),
    sites: {
      name: sites.map((at) => `function${at}`),
      file: sites.map((at) => at % 100),
      line: sites.map((at) => 1 + Math.floor(at / 100)),
      column: sites.map(() => 0),
      kind: sites.map(() => 'function'),
    },
    places: { site: [], line: [], column: [], kind: [] },
  };
}

function thread({ elapsed, nodes, edges }) {
  const named = { id: '1.0', name: 'main', pid: 1, started: 0, clock: 'observed' };
  return { ...named, elapsed, rootSelf: 0, health: {}, notes: [], anomalies: {}, nodes, edges };
}

/** mulberry32. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
