import { jsonText } from './printable.ts';

/** So many characters come at a time, or a little more. */
const PIECE = 2 ** 18;
/** So many items of a list of texts or numbers become text together. */
const ITEMS = 2 ** 12;

const { entries } = Object;
const { isArray } = Array;

/**
 * The value as JSON that a terminal may safely show, in pieces: a profile may be longer than a text can be. It can be read
 * again and again.
 */
export function jsonPieces(value: unknown): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      let text = '';
      for (const part of parts(value)) {
        text += part;
        if (text.length < PIECE) continue;
        yield text;
        text = '';
      }
      yield `${text}\n`;
    },
  };
}

function* parts(value: unknown): Iterable<string> {
  if (isArray(value)) yield* listParts(value);
  else if (typeof value === 'object' && value !== null) yield* objectParts(value);
  else yield jsonText(value);
}

function* objectParts(value: object): Iterable<string> {
  let before = '{';
  for (const [name, field] of entries(value)) {
    if (field === undefined) continue;
    yield `${before}${jsonText(name)}:`;
    yield* parts(field);
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* listParts(list: readonly unknown[]): Iterable<string> {
  const isFlat = typeof list[0] !== 'object';
  const step = isFlat ? ITEMS : 1;
  yield '[';
  for (let at = 0; at < list.length; at += step) {
    if (at > 0) yield ',';
    if (isFlat) yield jsonText(list.slice(at, at + step)).slice(1, -1);
    else yield* parts(list[at]);
  }
  yield ']';
}
