import { jsonText } from '@tsprof/runtime/profile';
import type { CriticalPath } from '../critical/path.ts';
import { inSeconds } from '../units.ts';
import { inTurn } from './json-items.ts';

/** A critical path as a JSON document for other programs: times in seconds. In pieces. */
export function* criticalJson({ of, pieces, gains }: CriticalPath): Iterable<string> {
  yield `{\n"unit": "s",\n"of": ${jsonText({ name: of.name, wall: inSeconds(of.wall) })},\n"pieces": [`;
  yield* inTurn(pieces, ({ state, name, file, line, from, to }) => [
    jsonText({ state, name, file, line, from: inSeconds(from), to: inSeconds(to) }),
  ]);
  yield '],\n"gains": [';
  yield* inTurn(gains, ({ name, file, line, most }) => [
    jsonText({ name, file, line, most: inSeconds(most) }),
  ]);
  yield ']\n}\n';
}
