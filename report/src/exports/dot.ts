import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { elide } from '../tables/text.ts';
import { calls, duration, percentage } from '../units.ts';
import { ROOT_ROW, callGraph } from './call-graph.ts';
import type { GraphCall, GraphFunction } from './call-graph.ts';
import { edgeStyle, heatColor } from './heat.ts';
import { prune } from './prune.ts';
import type { GraphLimits } from './prune.ts';

/** A graph in Graphviz' language. Labels are for people; attributes have our figures as they are, in ns. */
export function* dot(profile: Profile, limits: GraphLimits): Iterable<string> {
  const graph = prune(callGraph(profile), limits);
  const elapsed = graph.elapsed;
  yield 'digraph profile {\n';
  yield 'graph [fontname="Helvetica,Arial,sans-serif", nodesep=0.125, ranksep=0.25, tooltip=" "];\n';
  yield 'node [fontname="Helvetica,Arial,sans-serif", fontcolor=white, shape=box, style=filled, height=0, width=0];\n';
  yield 'edge [fontname="Helvetica,Arial,sans-serif"];\n';
  if (graph.left > 0) yield `label=${text(`left out: ${graph.left} with less time`)};\n`;
  for (const [row, each] of graph.functions) yield `n${row} [${nodeAttributes(each, row, elapsed)}];\n`;
  for (const call of graph.calls)
    yield `n${call.caller} -> n${call.callee} [${edgeAttributes(call, elapsed)}];\n`;
  yield '}\n';
}

function nodeAttributes(each: GraphFunction, row: number, elapsed: number): string {
  const { place, ncall, nactualcall, tsub, ttot, twait } = each;
  const color = heatColor(share(ttot, elapsed));
  const isRoot = row === ROOT_ROW;
  const lines = graphLabel(each, elapsed, isRoot);
  return attributes({
    label: text(lines.join('\n')),
    tooltip: text(place.file === '' ? place.name : `${place.name} ${place.file}:${place.line}`),
    ...{ fillcolor: text(color), color: text(color) },
    ...(isRoot && { style: text('filled,dashed') }),
    ...{ ncall, nactualcall, tsub, ttot, twait },
  });
}

/** More of a name makes a box that no screen has room for; tooltips have all of it. */
const LONGEST_NAME = 100;

/** What stands in the box of a function, line by line. Where the profile was sampled nothing is known of calls. */
export function graphLabel(each: GraphFunction, elapsed: number, isRoot: boolean): readonly string[] {
  const { place, tsub, ttot, twait } = each;
  return [
    elide(printable(place.name), LONGEST_NAME),
    `${duration(ttot)} (${percent(ttot, elapsed)})`,
    `own ${duration(tsub)} (${percent(tsub, elapsed)})`,
    ...(twait > 0 ? [`waiting ${duration(twait)}`] : []),
    ...(isRoot || each.ncall === 0 ? [] : [`${calls(each)}×`]),
  ];
}

/** What stands beside the line of some calls, line by line. */
export function callLabel({ ncall, tpair }: GraphCall, elapsed: number): readonly string[] {
  return [`${duration(tpair)} (${percent(tpair, elapsed)})`, ...(ncall === 0 ? [] : [`${ncall}×`])];
}

function edgeAttributes(call: GraphCall, elapsed: number): string {
  const { ncall, npair, tsub, tpair } = call;
  const weight = share(tpair, elapsed);
  const { width, arrow, color } = edgeStyle(weight);
  return attributes({
    label: text(callLabel(call, elapsed).join('\n')),
    ...{ color: text(color), fontcolor: text(color) },
    ...{ penwidth: width.toFixed(2), arrowsize: arrow.toFixed(2) },
    ...{ ncall, npair, tsub, tpair },
  });
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** Quoted, so that nothing in it is markup or an escape of Graphviz' own. */
function text(value: string): string {
  const lines = value.split('\n').map(printable);
  const escaped = lines.map((line) =>
    line.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;'),
  );
  return `"${escaped.join('\\n')}"`;
}

const share = (ns: number, elapsed: number): number => (elapsed === 0 ? 0 : ns / elapsed);
const percent = (ns: number, elapsed: number): string => percentage(share(ns, elapsed), 1);
