/** From V8's tree of stacks to functions with probes. */
import { expect, test } from 'vitest';
import { stacksOf } from '../../runtime/src/host/node/memory/stacks.ts';
import type { SampledHeap, SampledNode } from '../../runtime/src/host/node/memory/heap-sampler.ts';
import { memoryTable, sitesOfFrames } from '../../runtime/src/thread-profile/memory-table.ts';
import type { MemoryReading } from '../../runtime/src/thread-profile/memory-reading.ts';
import type { SiteRow } from '../../runtime/src/sites/registry.ts';

const site = (name: string, line: number, column: number, kind = 0): SiteRow => ({
  ...{ name, file: 'main.js', line, column, kind, suspensions: [] },
});
const MODULE = 4;
const SITES = [
  site('[none]', 0, 0),
  site('outer/inner', 3, 10),
  site('outer', 2, 0),
  site('<arrow:3>', 3, 30),
  site('<module>', 1, 0, MODULE),
];

let ids = 0;
/** A node of V8's, `at` being `file:line:column` with lines from 0, or '' for none. */
function node(at: string, selfSize: number, ...children: readonly SampledNode[]): SampledNode {
  const [, url = '', line = -1, column = -1] = /^(.*):(\d+):(\d+)$/.exec(at) ?? [];
  const callFrame = { functionName: '', url, lineNumber: Number(line), columnNumber: Number(column) };
  return { callFrame, selfSize, id: ++ids, children };
}

function readingOf(head: SampledNode, samples: SampledHeap['samples'] = []): MemoryReading {
  const find = (file: string, line: number, column: number) =>
    file.startsWith('own/') ? null : { file, line, column };
  const none = { time: [], used: [], total: [], external: [] };
  return {
    ...{ interval: 1024, collected: false, taken: 0 },
    ...stacksOf({ head, samples }, find),
    heap: none,
    collections: { kind: [], count: [], time: [], longest: [] },
  };
}

/** Lines of the tree: depth by spaces, name and bytes. */
function tree(reading: MemoryReading): { own: number; lines: string[] } {
  const found = sitesOfFrames(reading.frames, SITES);
  const { own, nodes } = memoryTable(reading, found, new Map(SITES.map((_, row) => [row, row])));
  const depth: number[] = [];
  const lines = nodes.site.map((row, at) => {
    depth[at] = at === 0 ? 0 : depth[nodes.parent[at]!]! + 1;
    return `${' '.repeat(depth[at])}${SITES[row]?.name ?? '[root]'} ${nodes.bytes[at]} ${nodes.samples[at]}`;
  });
  return { own, lines };
}

test('functions are found by where their parameters begin', () => {
  const at = (line: number, column: number) => ({ file: 'main.js', line, column });
  const places = [at(1, 0), at(2, 14), at(3, 12), at(3, 30), at(3, 44), at(4, 2), at(3, 4)];
  expect(sitesOfFrames(places, SITES)).toEqual([4, 2, 1, 3, 3, -1, -1]);
  expect(sitesOfFrames([{ ...at(2, 14), file: 'other.js' }], SITES)).toEqual([-1]);
});

test('code that was built is found in its source', () => {
  const built = { file: 'dist.js', line: 1, column: 9, source: { file: 'main.js', line: 2, column: 9 } };
  expect(sitesOfFrames([built], SITES)).toEqual([2]);
});

test('what has no probes belongs to its caller, the same stacks are one', () => {
  const head = node(
    '',
    1,
    node(
      'node:internal:5:5',
      2,
      node('main.js:0:0', 4, node('main.js:1:14', 8, node('', 16), node('lib.js:9:9', 32))),
    ),
    node('main.js:0:0', 64),
  );
  expect(tree(readingOf(head))).toEqual({ own: 0, lines: ['[root] 3 0', ' <module> 68 0', '  outer 56 0'] });
});

test('recursion is folded, also by way of others', () => {
  const head = node(
    '',
    0,
    node('main.js:1:14', 1, node('main.js:2:12', 2, node('main.js:1:14', 4, node('main.js:2:30', 8)))),
  );
  expect(tree(readingOf(head)).lines).toEqual([
    '[root] 0 0',
    ' outer 5 0',
    '  outer/inner 2 0',
    '  <arrow:3> 8 0',
  ]);
});

test("the profiler's own is apart, with all that it calls but functions of the program", () => {
  const head = node(
    '',
    0,
    node('main.js:0:0', 1, node('own/x.js:1:1', 2, node('babel.js:1:1', 4, node('main.js:1:14', 8)))),
  );
  expect(tree(readingOf(head))).toEqual({ own: 6, lines: ['[root] 0 0', ' <module> 1 0', '  outer 8 0'] });
});

test('samples are counted where they were taken', () => {
  const leaf = node('main.js:1:14', 10);
  const head = node('', 0, node('main.js:0:0', 5, leaf));
  const samples = [1, 2, 3].map((ordinal) => ({ nodeId: leaf.id, ordinal }));
  expect(tree(readingOf(head, samples)).lines).toEqual(['[root] 0 0', ' <module> 5 0', '  outer 10 3']);
});
