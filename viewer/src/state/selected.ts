import { computed, signal } from '@preact/signals';
import type { FunctionFigures, FunctionPlace } from '@tsprof/runtime/profile';
import { identityOf } from '@tsprof/report/diff/run-table';
import { functionsByKey, stats } from './figures.ts';
import { selectedKey } from './selected-key.ts';

/** The await that is pointed at: `file:line:column`. */
export const selectedAwait = signal<string | null>(null);

/** The row of the coroutines that is pointed at, and that of the requests. */
export const selectedCoroutine = signal<string | null>(null);
export const selectedRequest = signal<string | null>(null);

export const selected = computed<FunctionFigures | null>(
  () => (selectedKey.value === null ? undefined : functionsByKey.value.get(selectedKey.value)) ?? null,
);

/** Points at a function, or at none. */
export function select(place: FunctionPlace | null): void {
  selectedKey.value = place === null || place.kind === 'root' ? null : identityOf(place);
}

/** Points at nothing. */
export function deselect(): void {
  select(null);
  for (const each of [selectedAwait, selectedCoroutine, selectedRequest]) each.value = null;
}

/** Points at the function of that name and file that begins last before a line: what tables of waits know of one. */
export function selectAt(place: {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}): void {
  select(functionAt(place));
}

/** That function, as far as it was called. */
export function functionAt({
  name,
  file,
  line,
}: {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}): FunctionFigures | null {
  const known = stats.value.functions.filter((row) => row.name === name && row.file === file);
  const before = known
    .filter((row) => row.line <= line)
    .sort((a, b) => b.line - a.line || b.column - a.column);
  return before[0] ?? known[0] ?? null;
}
