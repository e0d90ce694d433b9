import type { DecodedSourceMap } from '@jridgewell/remapping';

/** The two ends of a map. */
export interface MappedTexts {
  readonly code: string;
  readonly original: string;
}

type Mappings = DecodedSourceMap['mappings'];
type Segment = Mappings[number][number];

/**
 * What stands in stacks as the place of a call that has no name: an operator that calls `valueOf`, an assignment
 * that calls a setter, the opening parenthesis of a call of a call. Before it there may be what closes the operand.
 */
const OPERATOR = /[\s)]*(?:\?\.\s*)?(instanceof\b|in\b|[-+*/%&|^<>=!(])/y;

/**
 * The mappings with segments for operators, which printers leave out: they follow on a segment in both texts,
 * with nothing of weight between.
 */
export function withOperators(mappings: Mappings, { code, original }: MappedTexts): Mappings {
  const lines = code.split('\n');
  const originalLines = original.split('\n');
  const refine = (line: number, segment: Segment, end: number): Segment[] => {
    if (segment.length === 1) return [segment];
    const [column, source, originalLine, originalColumn] = segment;
    const found = operatorAfter(lines[line] ?? '', column);
    if (found === undefined || found.column >= end) return [segment];
    const place = operatorInLines(originalLines, originalLine, originalColumn);
    if (place?.text !== found.text) return [segment];
    const refined: Segment = [found.column, source, place.line, place.column];
    return found.column === column ? [refined] : [segment, refined];
  };
  return mappings.map((segments, line) =>
    segments.flatMap((segment, index) => refine(line, segment, segments[index + 1]?.[0] ?? Infinity)),
  );
}

interface Operator {
  readonly text: string;
  readonly column: number;
}

/** The operator that comes first from a column on. */
function operatorAfter(line: string, column: number): Operator | undefined {
  OPERATOR.lastIndex = column;
  const text = OPERATOR.exec(line)?.[1];
  return text === undefined ? undefined : { text, column: OPERATOR.lastIndex - text.length };
}

/** The same in a source, where the operator may stand on a line of its own. */
function operatorInLines(
  lines: readonly string[],
  line: number,
  column: number,
): (Operator & { readonly line: number }) | undefined {
  let at = line;
  let from = column;
  while (at + 1 < lines.length && (lines[at] ?? '').slice(from).trim() === '') {
    at++;
    from = 0;
  }
  const found = operatorAfter(lines[at] ?? '', from);
  return found === undefined ? undefined : { ...found, line: at };
}
