import { collectionFigures, heapFigures, jsonText } from '@tsprof/runtime/profile';
import type { FunctionPlace, MemoryPath, MemoryStats, MemoryThread, Profile } from '@tsprof/runtime/profile';
import { relocate } from '../processors/relocate.ts';
import {
  perCall,
  reportOnMemory,
  uncertainty,
  type MemoryReportOptions,
  type SortedMemory,
} from '../rows/memory-rows.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** Memory as a JSON document for other programs: sizes in bytes, times in seconds, lines 1-based, columns 0-based. In pieces. */
export function memoryJson(profile: Profile, options: MemoryReportOptions): Iterable<string> {
  return pieces(reportOnMemory(relocate(profile, options.cwd), options));
}

function* pieces(report: SortedMemory): Iterable<string> {
  const { collected, outside, profiler, threads, rows, shownPaths } = report;
  const heap = heapFigures(threads);
  const head = { collected, root: outside, tsprof: profiler, heap, collections: pausesOf(threads) };
  yield `{\n"unit": "B",\n${jsonText(head).slice(1, -1)},\n"functions": [`;
  yield* inTurn(rows, (row) => [jsonText(functionFields(row))]);
  yield '],\n"paths": [';
  yield* inTurn(shownPaths, (path) => [jsonText(pathFields(path))]);
  yield '],\n"threads": [';
  yield* inTurn(threads, (thread) => [jsonText(threadFields(thread))]);
  yield ']\n}\n';
}

function functionFields(row: MemoryStats): object {
  const { name, file, line, column, kind, own, total, samples, ncall, waiting } = row;
  return {
    ...{ name, file, line, column, kind, own, total, samples, error: uncertainty(samples) },
    ...{ ncall, percall: perCall(row), waiting },
  };
}

function pathFields({ path, bytes, samples }: MemoryPath): object {
  return { path: path.map(placeFields), bytes, samples };
}

const placeFields = ({ name, file, line }: FunctionPlace): object => ({ name, file, line });

function threadFields({ thread: { id, name }, memory }: MemoryThread): object {
  const { interval, taken, heap } = memory;
  const sizes = heap.time.map((time, row) => ({
    ...{ time: inSeconds(time), used: heap.used[row], total: heap.total[row], external: heap.external[row] },
  }));
  return { id, name, interval, taken, sizes };
}

function pausesOf(threads: readonly MemoryThread[]): object {
  const { count, time, longest } = collectionFigures(threads);
  return { count, time: inSeconds(time), longest: inSeconds(longest) };
}
