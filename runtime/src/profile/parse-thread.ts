import { parseBlocking } from './blocking.ts';
import { parseCoroutines } from './coroutines.ts';
import { afterRoot, clock, count, earlierRow, finite, index, text, time } from './columns.ts';
import { ProfileError } from './error.ts';
import type { EdgeTable, NodeTable, PlaceTable, RawTimes, SiteTable, ThreadProfile } from './format.ts';
import { FIGURE_NAMES, figureOf, ruleOf, type FigureName } from './figures.ts';
import { parseLines } from './lines.ts';
import { parseMemory } from './memory.ts';
import { parseRequests } from './requests.ts';
import { knownHealth } from './health.ts';
import { below, readColumn, readField, readObject, readRecord, readTable } from './shape.ts';
import type { Columns } from './shape.ts';
import { parseAwaited, parseLengths, parseSuspensions } from './suspensions.ts';
import { parseCallLengths } from './call-lengths.ts';

/** One thread of an untrusted document. */
export function parseThread(
  value: unknown,
  place: string,
  sites: SiteTable,
  places: PlaceTable,
): ThreadProfile {
  const fields = readObject(value, place);
  const nodes = parseNodes(fields['nodes'], below(place, 'nodes'), sites.name.length);
  const edges = parseEdges(fields['edges'], below(place, 'edges'), nodes);
  const suspended = fields['suspensions'];
  const suspensions = parseSuspensions(suspended, below(place, 'suspensions'), edges, nodes, places);
  return {
    id: readField(fields, place, 'id', text),
    name: readField(fields, place, 'name', text),
    pid: readField(fields, place, 'pid', count),
    started: readField(fields, place, 'started', time),
    elapsed: readField(fields, place, 'elapsed', time),
    rootSelf: readField(fields, place, 'rootSelf', time),
    ...(fields['idle'] !== undefined && { idle: readField(fields, place, 'idle', time) }),
    clock: readField(fields, place, 'clock', clock),
    ...(fields['partial'] === true && { partial: true }),
    health: knownHealth(readRecord(fields['health'], below(place, 'health'), finite)),
    notes: readColumn(fields['notes'], below(place, 'notes'), text),
    anomalies: readRecord(fields['anomalies'], below(place, 'anomalies'), count),
    nodes,
    edges,
    suspensions,
    lengths: parseLengths(fields['lengths'], below(place, 'lengths'), suspensions.edge.length),
    awaited: parseAwaited(fields['awaited'], below(place, 'awaited'), suspensions, sites),
    ...parseBlocking(fields, place, edges.to.length, suspensions.edge.length),
    ...parseCoroutines(fields, place, edges.to.length, suspensions.edge.length, sites),
    ...parseRequests(fields, place, edges.to.length),
    ...(fields['callLengths'] !== undefined && {
      callLengths: parseCallLengths(fields['callLengths'], below(place, 'callLengths'), sites),
    }),
    ...(fields['lines'] !== undefined && {
      lines: parseLines(fields['lines'], below(place, 'lines'), sites),
    }),
    ...(fields['memory'] !== undefined && {
      memory: parseMemory(fields['memory'], below(place, 'memory'), sites),
    }),
    ...(fields['raw'] !== undefined && {
      raw: parseRaw(fields['raw'], below(place, 'raw'), edges.to.length),
    }),
  };
}

function parseRaw(value: unknown, place: string, rows: number): RawTimes {
  const rootSelf = readField(readObject(value, place), place, 'rootSelf', time);
  const { tsub, ttot } = readTable(value, place, { tsub: time, ttot: time });
  if (tsub.length === rows) return { rootSelf, tsub, ttot };
  throw new ProfileError(`${below(place, 'tsub')} has ${tsub.length} rows, but there are ${rows} edges`);
}

function parseNodes(value: unknown, place: string, sites: number): NodeTable {
  const site = afterRoot(index(sites, 'sites'));
  const nodes = readTable(value, place, { site, parent: afterRoot(earlierRow) });
  if (nodes.site.length === 0) throw new ProfileError(`${place} is empty, but row 0 must be the root`);
  return nodes;
}

function parseEdges(value: unknown, place: string, nodes: NodeTable): EdgeTable {
  const rows = nodes.parent.length;
  const fields = readObject(value, place);
  const ends = { from: index(rows, 'nodes'), to: index(rows, 'nodes', 1) };
  const present = FIGURE_NAMES.filter((name) => fields[name] !== undefined || standIn(name) === undefined);
  const rules = Object.fromEntries(present.map((name) => [name, ruleOf(name)]));
  const table = readTable(value, place, { ...ends, ...rules } as Columns) as Record<
    string,
    readonly number[]
  >;
  for (const name of FIGURE_NAMES) table[name] ??= table[standIn(name)!]!;
  const edges = table as unknown as EdgeTable;
  assertAlongTree(edges, place, nodes);
  return edges;
}

/** The column that stands for one which came later than the file. */
const standIn = (name: FigureName): string | undefined => figureOf(name).default;

/** An edge leads to a child, or back to an ancestor or the node itself, where recursion was folded. */
function assertAlongTree({ from, to }: EdgeTable, place: string, { parent }: NodeTable): void {
  const { first, size } = preorder(parent);
  for (let edge = 0; edge < to.length; edge++) {
    const [caller, callee] = [from[edge]!, to[edge]!];
    const behind = first[caller]! - first[callee]!;
    if (parent[callee] === caller || (behind >= 0 && behind < size[callee]!)) continue;
    throw new ProfileError(
      `${place} row ${edge} leads from node ${caller} to ${callee}, which is neither its child nor above it`,
    );
  }
}

/** Each node's place in a walk from the root down, and how many nodes its subtree has, itself included. */
function preorder(parent: readonly number[]): { first: Int32Array; size: Int32Array } {
  const size = new Int32Array(parent.length).fill(1);
  for (let node = parent.length - 1; node > 0; node--) size[parent[node]!]! += size[node]!;
  const first = new Int32Array(parent.length);
  const next = new Int32Array(parent.length).fill(1);
  for (let node = 1; node < parent.length; node++) {
    const above = parent[node]!;
    first[node] = next[above]!;
    next[above]! += size[node]!;
    next[node] = first[node]! + 1;
  }
  return { first, size };
}
