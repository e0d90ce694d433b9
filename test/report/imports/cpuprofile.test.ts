import { describe, expect, it } from 'vitest';
import { CPUProfileDataModel } from '@paulirish/trace_engine/models/cpu_profile/cpu_profile.js';
import { profileStats } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { foreign } from '../support/foreign.ts';
import { importBytes } from '../support/imports.ts';

type ModelNode = CPUProfileDataModel.CPUProfileNode;

/** `name line own total` of each function as DevTools' model has it, a function counted once in each stack; in ns. */
function inDevTools(text: string): string[] {
  const model = new CPUProfileDataModel.CPUProfileDataModel(JSON.parse(text));
  const sums = new Map<string, { own: number; total: number }>();
  const visit = (node: ModelNode, above: ReadonlySet<string>): void => {
    const key = `${node.functionName} ${node.url.replace(/^file:\/\//, '')}:${node.lineNumber + 1}:${node.columnNumber}`;
    const sum = sums.get(key) ?? { own: 0, total: 0 };
    sums.set(key, sum);
    sum.own += node.self;
    if (!above.has(key)) sum.total += node.total;
    for (const child of node.children) visit(child as ModelNode, new Set([...above, key]));
  };
  for (const node of model.profileHead.children) visit(node as ModelNode, new Set());
  return (
    [...sums]
      .filter(([key]) => !key.startsWith('(idle)'))
      .map(([key, { own, total }]) => `${key} ${ms(own)} ${ms(total)}`)
      // What took no time is nothing here.
      .filter((line) => !line.endsWith(` ${ms(0)} ${ms(0)}`))
      .sort()
  );
}

/** To the ns. */
const ms = (time: number): string => time.toFixed(6);

const ours = (profile: Profile): string[] =>
  profileStats(profile)
    .functions.map(({ name, file, line, column, tsub, ttot }) => {
      const named = name === '(anonymous)' ? '' : name;
      const path = file.replace('../tmp/', '/tmp/');
      const place = file === '' && line === 0 ? ':0:-1' : `${path}:${line}:${column}`;
      return `${named} ${place} ${ms(tsub / 1e6)} ${ms(ttot / 1e6)}`;
    })
    .sort();

const node = (id: number, name: string, hitCount: number, more: object = {}) => ({
  ...{ id, hitCount, ...more },
  callFrame: {
    functionName: name,
    url: 'file:///project/a.js',
    lineNumber: 2,
    columnNumber: 4,
    scriptId: '1',
  },
});

const file = (nodes: readonly object[], more: object = {}): string =>
  JSON.stringify({ nodes, startTime: 1000, endTime: 2000, ...more });

const small = (profile: Profile): string[] =>
  profileStats(profile).functions.map(({ name, tsub, ttot }) => `${name} ${tsub} ${ttot}`);

describe("V8's CPU profiles", () => {
  it("of Node: what DevTools' model says of the same file", async () => {
    const text = foreign('v8.cpuprofile').toString();
    const profile = await importBytes(text);
    expect(ours(profile)).toEqual(inDevTools(text));
    const { startTime, endTime } = JSON.parse(text) as { startTime: number; endTime: number };
    expect(profile.threads[0]!.elapsed).toBeCloseTo((endTime - startTime) * 1e3, 3);
    expect(profile.threads[0]!.rootSelf).toBeGreaterThan(0);
  });

  it('names files from the working directory on, lines from 1', async () => {
    const { sites, files } = await importBytes(
      file([node(1, '(root)', 0, { children: [2] }), node(2, 'f', 1)]),
    );
    expect([sites.name, files, sites.line, sites.column]).toEqual([['f'], ['a.js'], [3], [4]]);
  });

  it('whose nodes name their parents, as older ones do', async () => {
    const nodes = [node(1, '(root)', 0), node(2, 'f', 1, { parent: 1 }), node(3, 'g', 3, { parent: 2 })];
    expect(small(await importBytes(file(nodes)))).toEqual(['f 250000 1000000', 'g 750000 750000']);
  });

  it('without the number of samples of each node, by the samples', async () => {
    const nodes = [node(1, '(root)', 0, { children: [2] }), node(2, 'f', 0)].map(
      ({ hitCount: _, ...others }) => others,
    );
    expect(small(await importBytes(file(nodes, { samples: [2, 2, 1, 2] })))).toEqual(['f 750000 750000']);
  });

  it('of a function that calls itself: its total once', async () => {
    const nodes = [
      ...[node(1, '(root)', 0, { children: [2] }), node(2, 'f', 1, { children: [3] })],
      ...[node(3, 'g', 1, { children: [4] }), node(4, 'f', 2)],
    ];
    const profile = await importBytes(file(nodes));
    expect(small(profile)).toEqual(['f 750000 1000000', 'g 250000 750000']);
    expect(profile.threads[0]!.nodes.site).toEqual([-1, 0, 1]);
  });

  it('whose root has samples of its own, and idle time', async () => {
    const nodes = [node(1, '(root)', 1, { children: [2, 3] }), node(2, '(idle)', 2), node(3, 'f', 1)];
    const profile = await importBytes(file(nodes));
    expect([profile.threads[0]!.rootSelf, ...small(profile)]).toEqual([750000, 'f 250000 250000']);
  });

  it.each([
    [file([]), /nodes is a list, but a node is expected$/],
    [file([node(1, 'r', 0, { children: [1] })]), /nodes\[0\] is an object, but it is below itself/],
    [
      file([node(1, 'r', 0, { children: [2, 2] }), node(2, 'f', 1)]),
      /nodes\[1\] is an object, but it is below itself/,
    ],
    [file([node(1, 'r', 0, { children: [7] })]), /nodes\[0\] is an object, but there is no node 7$/],
    [file([node(1, 'r', -1)]), /nodes\[0\].hitCount is -1, but a whole number of 0 or more is expected$/],
    [
      file([node(1, 'r', 1, { children: [2] }), { ...node(2, 'f', 1), callFrame: {} }]),
      /nodes\[1\].callFrame.functionName is missing$/,
    ],
    [file([node(1, 'r', 1)], { endTime: 0 }), /endTime is 0, but it began at 1000$/],
    [file([node(1, 'r', 1)], { endTime: 'x' }), /endTime is "x", but a finite number is expected$/],
    [JSON.stringify({ format: 'tsprof' }), /it is a profile of tsprof already$/],
    ['{}', /JSON, but neither a CPU profile nor of speedscope$/],
    ['{"nodes":[', /the file is cut short: its JSON has no end$/],
    ['{"nodes":[}', /not valid JSON: at byte 10/],
  ])('%# is refused in one line', async (text, message) => {
    await expect(importBytes(text)).rejects.toThrow(message);
  });
});
