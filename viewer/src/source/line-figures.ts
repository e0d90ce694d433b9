import { computed } from '@preact/signals';
import { hasLines, lineStats } from '@tsprof/runtime/profile';
import type { AwaitStats, FunctionFigures, Profile } from '@tsprof/runtime/profile';
import { tag, selection } from '../state/filter.ts';
import { awaits, stats } from '../state/figures.ts';
import { profile } from '../state/profile.ts';

/** What stands on a line: functions that begin there, and awaits. Times in ns, of the functions or of the line itself. */
export interface LineFigures {
  readonly functions: FunctionFigures[];
  readonly awaits: AwaitStats[];
  own: number;
  /** Calls of the functions; where lines were counted, how often the line was come to, undefined for none of these. */
  hits: number | undefined;
  wait: number;
}

/** A file with figures. */
export interface FileFigures {
  readonly file: string;
  readonly lines: Map<number, LineFigures>;
  /** Whether own times and hits are those of lines: functions of the file tell of these. */
  hasLines: boolean;
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
    line.hits = (line.hits ?? 0) + row.ncall;
    file.own += row.tsub;
  }
  for (const row of awaits.value.all) {
    const file = fileOf(files, row.file);
    const line = lineOf(file, row.line);
    line.awaits.push(row);
    line.wait += row.wait;
    file.wait += row.wait;
  }
  if (areLinesKnown.value) takeLines(files, profile.value);
  return [...files.values()].sort((a, b) => b.own - a.own || (a.file < b.file ? -1 : 1));
});

/** Lines are told of by thread, not by tag. */
export const areLinesKnown = computed(() => tag.value === '' && hasLines(profile.value, selection.value));

/** Puts the figures of lines in place of those of functions, in files of which lines are told. */
function takeLines(files: Map<string, FileFigures>, of: Profile): void {
  for (const { file: name, line: number, hits, tsub } of lineStats(of, selection.value)) {
    const file = fileOf(files, name);
    if (!file.hasLines) forgetFunctions(file);
    const line = lineOf(file, number);
    line.own += tsub;
    line.hits = hits > 0 ? (line.hits ?? 0) + hits : line.hits;
  }
}

function forgetFunctions(file: FileFigures): void {
  file.hasLines = true;
  for (const line of file.lines.values()) {
    line.own = 0;
    line.hits = undefined;
  }
}

function fileOf(files: Map<string, FileFigures>, file: string): FileFigures {
  const known = files.get(file) ?? { file, lines: new Map(), hasLines: false, own: 0, wait: 0 };
  files.set(file, known);
  return known;
}

function lineOf({ lines }: FileFigures, line: number): LineFigures {
  const known = lines.get(line) ?? { functions: [], awaits: [], own: 0, hits: undefined, wait: 0 };
  lines.set(line, known);
  return known;
}
