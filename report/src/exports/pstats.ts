import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { callGraph, callsBy } from './call-graph.ts';
import type { GraphCall, GraphFunction } from './call-graph.ts';
import { namesOnLines } from './labels.ts';
import { Float, marshal } from './marshal.ts';
import type { Dictionary, Marshalled } from './marshal.ts';

/** The file that Python's profiler gives to what is in none. */
const NO_FILE = '~';
const NS_PER_S = 1e9;

/**
 * What `pstats.Stats` loads: `{(file, line, name): (primitive calls, calls, own, total, callers)}`, times in seconds. In
 * callers the first two stand the other way round.
 */
export function pstats(profile: Profile): Uint8Array {
  const graph = callGraph(profile);
  const names = namesOnLines(graph.functions.map(({ place }) => place));
  const keys = graph.functions.map(({ place: { file, line } }, row): Marshalled => {
    return [file === '' ? NO_FILE : printable(file), line, names[row]!];
  });
  const callers = callsBy(graph, 'callee');
  return marshal(
    new Map(graph.functions.map((each, row) => [keys[row]!, figures(each, callersOf(callers[row]!, keys))])),
  );
}

function figures({ ncall, nactualcall, tsub, ttot }: GraphFunction, callers: Dictionary): Marshalled {
  return [nactualcall, ncall, seconds(tsub), seconds(ttot), callers];
}

function callersOf(calls: readonly GraphCall[], keys: readonly Marshalled[]): Dictionary {
  return new Map(
    calls.map(({ caller, ncall, npair, tsub, tpair }): [Marshalled, Marshalled] => [
      keys[caller]!,
      [ncall, npair, seconds(tsub), seconds(tpair)],
    ]),
  );
}

const seconds = (ns: number): Float => new Float(ns / NS_PER_S);
