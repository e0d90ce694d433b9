import { createCoreProbes } from '../../../runtime/src/probes/core.ts';
import { watchOverflow } from '../../../runtime/src/log/abandoned.ts';
import { Batch } from '../../../runtime/src/carriers/batch.ts';
import { writeControl } from '../../../runtime/src/log/controls.ts';
import { createLog, isOn } from '../../../runtime/src/log/log.ts';
import { Stamper } from '../../../runtime/src/carriers/stamper.ts';
import { createTokens } from '../../../runtime/src/log/tokens.ts';
import { TAG } from '../../../runtime/src/events.ts';
import { createRegistry } from '../../../runtime/src/sites/registry.ts';
import type { Accounts } from '../../../runtime/src/replay/snapshot.ts';

/**
 * What a program does, or somebody with its profiler, and an argument where it takes one: a site, a time, or who (modulo
 * how many there are).
 */
export type Step = readonly [move: Move, argument: number];

type Move =
  | ('call' | 'pass' | 'suspend' | 'resume' | 'park' | 'unpark' | 'end' | 'abandon')
  | ('snapshot' | 'off' | 'on' | 'clear' | 'forget' | 'handOver');

/** They are numbered from 1. The last one is a tag; it is called like the others. */
export const SITES = 4;
/**
 * What a call, a word and a reading of the clock cost. To abandon somebody is an event, before which the clock is read:
 * only where reading is for free do twins cost the same.
 */
const COSTS = [1 / 8, 1 / 16, 0];
/** That of a wait which nobody watches. */
const UNWATCHED = 0;

/**
 * Plays the steps, all that are possible, with coroutines and a clock that counts. `abandon` says of one that waits that
 * it never goes on: `tells` is whether the profiler hears of it. Returns what all snapshots say, and one more at the end.
 */
export function play(steps: readonly Step[], tells: boolean): unknown[] {
  const taken: unknown[] = [];
  // Of those abandoned while profiling was off only how many of a function there are is known.
  const tellsPlaces = !steps.some(([move]) => move === 'off');
  const log = createLog();
  const tokens = createTokens();
  const probes = createCoreProbes(log, tokens, createRegistry());
  const abandon = watchOverflow(log, tokens, () => false);
  let now = 0;
  const newBatch = () => {
    const stamper = new Stamper(() => now, 'all');
    const costs = Float64Array.from(COSTS);
    return new Batch({ log, tokens, isGenerator: () => false, stamper, samples: null, costs });
  };
  let batch = newBatch();
  const stack: number[] = [];
  const waiting: number[] = [];
  const parked: number[] = [];
  const pick = (from: number[], index: number) => from.splice(index % from.length, 1)[0]!;

  const moves: Record<Move, (argument: number) => void> = {
    call: (site) => void stack.push(probes.begin(site)),
    pass: (time) => void (now += time),
    suspend() {
      if (stack.length === 0) return;
      waiting.push(stack.at(-1)!);
      probes.suspend(stack.pop()!, 0);
    },
    park() {
      if (stack.length === 0) return;
      parked.push(stack.at(-1)!);
      probes.park(stack.pop()!, 0);
    },
    unpark(index) {
      if (parked.length === 0) return;
      stack.push(pick(parked, index));
      probes.unpark(stack.at(-1)!, 0);
    },
    end: () => stack.length > 0 && probes.end(stack.pop()!),
    resume(index) {
      if (stack.length > 0 || waiting.length === 0) return;
      stack.push(pick(waiting, index));
      probes.resume(stack[0]!, 0);
    },
    abandon(index) {
      if (waiting.length === 0) return;
      const token = pick(waiting, index);
      if (tells) abandon(token, UNWATCHED);
    },
    snapshot: () => void taken.push(inPaths(batch.snapshot(), tellsPlaces)),
    off: () => isOn(log) && batch.stop(),
    on() {
      if (isOn(log)) return;
      batch.start();
      writeControl(log, TAG, SITES);
    },
    clear: () => isOn(log) && batch.clear(),
    forget() {
      if (!isOn(log)) batch = newBatch();
    },
    handOver() {
      batch.snapshot();
      Object.assign(batch, { state: structuredClone(batch.state) });
    },
  };
  moves.on(0);
  for (const [move, argument] of steps) moves[move](argument);
  moves.snapshot(0);
  return taken;
}

/** Rows by path, in the order of these: joining late, coroutines do so in the order of their tokens. */
function inPaths({ nodes, edges, suspensions, raw, ...rest }: Accounts, tellsPlaces: boolean): unknown {
  const pathOf = (node: number): string =>
    node === 0 ? '' : `${pathOf(nodes.parent[node]!)}/${nodes.site[node]!}`;
  const { from, to, ...others } = edges;
  const columns = { ...others, rawSelf: raw.tsub, rawTotal: raw.ttot };
  const rows = to.map((node, row) => {
    const values = Object.entries(columns).map(([name, column]) => `${name} ${column[row]}`);
    return [`${pathOf(from[row]!)} > ${pathOf(node)}`, ...values].join(', ');
  });
  const places = tellsPlaces ? placesInPaths(suspensions, (edge) => rows[edge]!) : [];
  return { ...rest, rawRoot: raw.rootSelf, places, rows: [...rows].sort() };
}

function placesInPaths(
  { lengths, awaited, blocking, lives, requests: _, ...table }: Accounts['suspensions'],
  pathOf: (edge: number) => string,
): string[] {
  const { edge, ...columns } = table;
  return edge
    .map((id, row) => {
      const values = Object.entries(columns).map(([name, column]) => `${name} ${column[row]}`);
      const bins = lengths.bin.flatMap((bin, at) =>
        lengths.thing[at] === row ? [`${bin} x ${lengths.count[at]}`] : [],
      );
      const parts = awaited.suspension.flatMap((id, at) =>
        id === row
          ? [
              `${awaited.count[at]} of ${awaited.site[at]} ${awaited.running[at]} ${awaited.ready[at]} ${awaited.busy[at]}`,
            ]
          : [],
      );
      return [pathOf(id), ...values, ...bins, ...parts].join(', ');
    })
    .concat(JSON.stringify(blocking.delayLengths), livesInPaths(lives, pathOf))
    .sort();
}

/** Who waits for whom is not told of those that wait for ever. */
function livesInPaths(
  { lengths, slowest: _, pending, edge, ...columns }: Accounts['suspensions']['lives'],
  pathOf: (edge: number) => string,
): string[] {
  const suspended = pending.count.reduce((sum, count) => sum + count, 0);
  const rows = edge.map((id, row) => {
    const values = Object.entries(columns).map(([name, column]) => `${name} ${column[row]}`);
    const bins = lengths.bin.flatMap((bin, at) =>
      lengths.thing[at] === row ? [`${bin} x ${lengths.count[at]}`] : [],
    );
    return ['life', pathOf(id), ...values, ...bins].join(', ');
  });
  return [...rows, `${suspended} suspended`];
}
