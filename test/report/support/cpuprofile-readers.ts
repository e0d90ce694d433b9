import { fileURLToPath } from 'node:url';
import { CPUProfileDataModel } from '@paulirish/trace_engine/models/cpu_profile/cpu_profile.js';

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly hitCount: number;
    readonly children: readonly number[];
  }[];
  readonly startTime: number;
  readonly endTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A node as a reader shows it, without those times that are nothing: `a > b own total`, in µs. */
type NodeLines = readonly string[];

/** What DevTools' own model makes of a file. */
export function inDevTools(text: string): NodeLines {
  const model = new CPUProfileDataModel.CPUProfileDataModel(JSON.parse(text));
  const lines: string[] = [];
  const visit = (node: CPUProfileDataModel.CPUProfileNode, path: readonly string[]): void => {
    const here = [...path, node.functionName];
    lines.push(`${here.join(' > ')} ${inMicroseconds(node.self)} ${inMicroseconds(node.total)}`);
    for (const child of node.children) visit(child as CPUProfileDataModel.CPUProfileNode, here);
  };
  visit(model.profileHead as CPUProfileDataModel.CPUProfileNode, []);
  return lines.sort();
}

const inMicroseconds = (ms: number): number => Math.round(ms * 1e6) / 1e3;

/**
 * The same by the rule of VS Code's viewer, whose code is not to be had as a package: sample i lasts as long as the delta
 * before says, and its node is found by its place, nodes being numbered as they and their children appear.
 */
export function inCode(text: string): NodeLines {
  const profile = JSON.parse(text) as CpuProfile;
  return treeLines(profile.nodes, ownInCode(profile));
}

function ownInCode({ nodes, samples, timeDeltas }: CpuProfile): readonly number[] {
  const places = new Map<number, number>();
  const place = (id: number): number => {
    if (!places.has(id)) places.set(id, places.size);
    return places.get(id)!;
  };
  for (const { id, children } of nodes) [id, ...children].forEach(place);
  const own = nodes.map(() => 0);
  for (let at = 1; at < samples.length; at++) own[place(samples[at]!)]! += timeDeltas[at - 1]!;
  return own;
}

/**
 * The lenses that VS Code puts above functions when it opens a file without annotations of its debugger's: for each place, which
 * it knows by call frames, the own times of all nodes that are there. `path:line:column own`, in µs.
 */
export function lensesInCode(text: string): NodeLines {
  const profile = JSON.parse(text) as CpuProfile;
  const own = ownInCode(profile);
  const sums = new Map<string, number>();
  for (const [at, { callFrame }] of profile.nodes.entries()) {
    const { url, lineNumber, columnNumber } = callFrame;
    if (lineNumber < 0) continue;
    const place = `${fileURLToPath(url)}:${lineNumber + 1}:${columnNumber}`;
    sums.set(place, (sums.get(place) ?? 0) + own[at]!);
  }
  return [...sums].map(([place, sum]) => `${place} ${sum}`);
}

/** The same by the samples alone: each lasts until the next one. */
export function bySamples(text: string): NodeLines {
  const { nodes, samples, timeDeltas } = JSON.parse(text) as CpuProfile;
  const own = nodes.map(() => 0);
  const byId = new Map(nodes.map(({ id }, at) => [id, at]));
  for (let at = 0; at + 1 < samples.length; at++) own[byId.get(samples[at]!)!]! += timeDeltas[at + 1]!;
  return treeLines(nodes, own);
}

function treeLines(nodes: CpuProfile['nodes'], own: readonly number[]): NodeLines {
  const byId = new Map(nodes.map(({ id }, at) => [id, at]));
  const lines: string[] = [];
  const visit = (at: number, path: readonly string[]): number => {
    const { callFrame, children } = nodes[at]!;
    const here = [...path, callFrame.functionName];
    const total = children.reduce((sum, child) => sum + visit(byId.get(child)!, here), own[at]!);
    lines.push(`${here.join(' > ')} ${own[at]} ${total}`);
    return total;
  };
  visit(0, []);
  return lines.sort();
}

/** The call frame of each node, as it stands in the file. */
export const callFrames = (text: string): readonly CallFrame[] =>
  (JSON.parse(text) as CpuProfile).nodes.map(({ callFrame }) => callFrame);
