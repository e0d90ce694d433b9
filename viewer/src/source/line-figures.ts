import { computed } from '@preact/signals';
import type { AwaitStats, FunctionStats } from '@tsprof/runtime/profile';
import { awaits, stats } from '../state/figures.ts';

/** What stands on a line: functions that begin there, and awaits. Times in ns. */
export interface LineFigures {
  readonly functions: FunctionStats[];
  readonly awaits: AwaitStats[];
  own: number;
  calls: number;
  wait: number;
}

/** A file with figures. */
export interface FileFigures {
  readonly file: string;
  readonly lines: Map<number, LineFigures>;
  own: number;
  wait: number;
}

/** All files in which anything was called, those with most own time first. */
export const filesWithFigures = computed<readonly FileFigures[]>(() => {
  const files = new Map<string, FileFigures>();
  for (const row of stats.value.functions) {
    if (row.file === '') continue;
    const file = fileOf(files, row.file);
    const line = lineOf(file, row.line);
    line.functions.push(row);
    line.own += row.tsub;
    line.calls += row.ncall;
    file.own += row.tsub;
  }
  for (const row of awaits.value.all) {
    const file = fileOf(files, row.file);
    const line = lineOf(file, row.line);
    line.awaits.push(row);
    line.wait += row.wait;
    file.wait += row.wait;
  }
  return [...files.values()].sort((a, b) => b.own - a.own || (a.file < b.file ? -1 : 1));
});

function fileOf(files: Map<string, FileFigures>, file: string): FileFigures {
  const known = files.get(file) ?? { file, lines: new Map(), own: 0, wait: 0 };
  files.set(file, known);
  return known;
}

function lineOf({ lines }: FileFigures, line: number): LineFigures {
  const known = lines.get(line) ?? { functions: [], awaits: [], own: 0, calls: 0, wait: 0 };
  lines.set(line, known);
  return known;
}
