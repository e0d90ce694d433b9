import { TsprofError } from '../command-line/errors.ts';

/** As in pstats: so many rows, such a part of the rows, or those whose standard name matches. */
export type Restriction =
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'part'; readonly part: number }
  | { readonly type: 'match'; readonly pattern: RegExp };

/** A function as pstats prints it: `src/main.ts:12(name)`. */
export function standardName(row: {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}): string {
  return `${row.file}:${row.line}(${row.name})`;
}

const COUNT = /^\d{1,15}$/;
const PERCENT = /^(\d+(?:\.\d+)?)%$/;
const FRACTION = /^(?:0?\.\d+|[01]\.\d+)$/;

/** Reads a restriction: `20`, `10%` or `0.1`, or a regular expression; a bad one is a TsprofError. */
export function parseRestriction(text: string): Restriction {
  if (COUNT.test(text)) return { type: 'count', count: Number(text) };
  const part = partOf(text);
  if (part !== undefined) return { type: 'part', part };
  try {
    return { type: 'match', pattern: new RegExp(text) };
  } catch (error) {
    const expected = 'neither a count, a percentage nor a regular expression';
    throw new TsprofError(`--restrict is ${JSON.stringify(text)}, ${expected}`, { cause: error });
  }
}

function partOf(text: string): number | undefined {
  const percent = PERCENT.exec(text)?.[1];
  const part = percent === undefined ? Number(FRACTION.exec(text)?.[0]) : Number(percent) / 100;
  if (Number.isNaN(part)) return undefined;
  if (part > 1) throw new TsprofError(`--restrict is ${JSON.stringify(text)}, but 100% is all there is`);
  return part;
}

/** The rows that all restrictions leave, each applied to what the one before has left. */
export function restricted<R extends Parameters<typeof standardName>[0]>(
  rows: readonly R[],
  restrictions: readonly Restriction[],
): readonly R[] {
  return restrictions.reduce<readonly R[]>((left, restriction) => {
    if (restriction.type === 'match')
      return left.filter((row) => restriction.pattern.test(standardName(row)));
    const { type } = restriction;
    // Half a row counts as one, as in pstats.
    const count = type === 'count' ? restriction.count : Math.floor(left.length * restriction.part + 0.5);
    return left.slice(0, count);
  }, rows);
}
