import type { Expression, ObjectExpression, Property } from 'acorn';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Line is 1-based, column 0-based. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * What is wrong with a file of JSON that may have comments, and commas at the end: readers of these take what they can of any text.
 * Such JSON is JavaScript, of a few kinds of nodes.
 */
export function jsonProblem(path: string): string | undefined {
  const { parse } = createRequire(import.meta.url)('acorn') as typeof import('acorn');
  let place: Place | undefined;
  try {
    const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    const [statement] = parse(`(\n${text}\n)`, { ecmaVersion: 'latest', locations: true }).body;
    place = statement?.type === 'ExpressionStatement' ? foreignIn(statement.expression) : undefined;
  } catch (error) {
    place = (error as { loc?: Place }).loc ?? { line: 2, column: 0 };
  }
  if (place === undefined) return undefined;
  return `${path}:${place.line - 1}:${place.column + 1} is no JSON with comments; what can be read of it counts`;
}

/** Where something begins that JSON does not have. */
function foreignIn(node: Expression): Place | undefined {
  if (node.type === 'ObjectExpression') return firstOf(node.properties, foreignInProperty);
  if (node.type === 'ArrayExpression')
    return firstOf(node.elements, (each) =>
      each === null || each.type === 'SpreadElement' ? node.loc?.start : foreignIn(each),
    );
  const isNegative =
    node.type === 'UnaryExpression' && node.operator === '-' && node.argument.type === 'Literal';
  return isNegative || (node.type === 'Literal' && !('regex' in node)) ? undefined : node.loc?.start;
}

function foreignInProperty(property: ObjectExpression['properties'][number]): Place | undefined {
  return isPlain(property) ? foreignIn(property.value) : property.loc?.start;
}

function isPlain(property: ObjectExpression['properties'][number]): property is Property {
  if (property.type !== 'Property' || property.key.type !== 'Literal') return false;
  return property.kind === 'init' && !(property.computed || property.method || property.shorthand);
}

function firstOf<T>(values: readonly T[], find: (value: T) => Place | undefined): Place | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
