import { jsonText } from '@tsprof/runtime/profile';
import { inTurn } from '../json/json-items.ts';
import type { Change } from './changes.ts';
import type { MemoryChange, MemoryDiff } from './memory-diff.ts';

/** What has become of the bytes of functions, as a JSON document for other programs: lines 1-based, columns 0-based. In pieces. */
export function* memoryDiffJson({ collected, own, rows }: MemoryDiff): Iterable<string> {
  yield `{\n"unit": "B",\n${jsonText({ collected, own: changeFields(own) }).slice(1, -1)},\n"functions": [`;
  yield* inTurn(rows, (row) => [jsonText(fieldsOf(row))]);
  yield ']\n}\n';
}

function fieldsOf({ place, own, total, ncall, error, growth }: MemoryChange): object {
  const { name, file, line, column, kind } = place;
  return {
    ...{ name, file, line, column, kind },
    ...{ own: changeFields(own), total: changeFields(total), ncall: changeFields(ncall), error, growth },
  };
}

const changeFields = ({ before, after, by }: Change): object => ({ before, after, change: by });
