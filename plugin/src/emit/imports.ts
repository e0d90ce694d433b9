import type * as t from '@babel/types';
import type { Unit } from '../unit.ts';
import { anyType, assigned, block, num, sequence, statement, variable } from './nodes.ts';
import { ownName, resumed, suspended, token } from './probes.ts';

/*
 * The probes of an awaited import stand around the syntax that bundlers look at. What is between them calls nothing: the
 * exports of a module are no getters. Where a pattern can call something, names of ours take the exports first.
 */

/** `suspend(T, 0, 3)` at the suspension with this number; null: nothing, as it is suspended by what stands in the import. */
const suspend = (unit: Unit, place: number | null): t.Expression[] =>
  place === null ? [] : [suspended(unit, num(0), place)];
/** `resume(T, 0)` */
const resume = (unit: Unit) => resumed(unit, num(0));

/** `const {} = suspend(T, 0)`: a declarator that declares nothing. */
const unnamed = (probe: t.Expression): t.VariableDeclarator => declarator(empty(), probe);

const empty = (): t.ObjectPattern => ({ type: 'ObjectPattern', properties: [] });

const declarator = (id: t.VariableDeclarator['id'], init: t.Expression): t.VariableDeclarator => ({
  type: 'VariableDeclarator',
  id,
  init,
});

/** `const {} = suspend(T, 0), { a } = await import('x'), {} = resume(T, 0)` */
export const declaredImport = (
  unit: Unit,
  node: t.VariableDeclarator,
  place: number | null,
): t.VariableDeclarator[] => [...suspend(unit, place).map(unnamed), node, unnamed(resume(unit))];

/** `const {} = suspend(T, 0), { a: _I0 } = await import('x'), {} = resume(T, 0), { a = f() } = { a: _I0 }` */
export function takenImport(
  unit: Unit,
  node: t.VariableDeclarator,
  place: number | null,
): t.VariableDeclarator[] {
  const pattern = node.id as t.ObjectPattern;
  const { names, values } = taken(unit, pattern);
  return [...declaredImport(unit, { ...node, id: names }, place), declarator(pattern, values)];
}

/** `{ a: _I0, ..._I1 }`, which takes what a pattern takes and calls nothing, and the object of the same to take apart. */
export function taken(
  unit: Unit,
  pattern: t.ObjectPattern,
): { names: t.ObjectPattern; values: t.ObjectExpression } {
  const first = unit.exports;
  unit.exports += pattern.properties.length;
  const own = (at: number) => ownName(unit, `I${first + at}`);
  const names = pattern.properties.map((property, at): t.ObjectPattern['properties'][number] =>
    property.type === 'RestElement' ? { type: 'RestElement', argument: own(at) } : renamed(property, own(at)),
  );
  const values = pattern.properties.map((property, at): t.ObjectExpression['properties'][number] =>
    property.type === 'RestElement'
      ? { type: 'SpreadElement', argument: own(at) }
      : renamed(property, own(at)),
  );
  const { typeAnnotation } = pattern;
  delete pattern.typeAnnotation;
  return {
    names: { type: 'ObjectPattern', properties: names, ...(typeAnnotation && { typeAnnotation }) },
    values: { type: 'ObjectExpression', properties: values },
  };
}

const renamed = ({ key, computed }: t.ObjectProperty, value: t.Identifier): t.ObjectProperty => ({
  type: 'ObjectProperty',
  key: { ...key },
  value,
  computed,
  shorthand: false,
});

/** `{ suspend(T, 0); await import('x'); resume(T, 0); }` */
export const importStatement = (unit: Unit, node: t.Statement, place: number | null): t.BlockStatement =>
  block([...suspend(unit, place).map(statement), node, statement(resume(unit))]);

/** `{ suspend(T, 0); const { a: _I0 } = await import('x'); resume(T, 0); ({ a } = { a: _I0 }); }` */
export function assignedImport(
  unit: Unit,
  { left, right }: t.AssignmentExpression,
  place: number | null,
): t.BlockStatement {
  const { names, values } = taken(unit, left as t.ObjectPattern);
  const made = importStatement(unit, variable('const', [names, right]), place);
  made.body.push(assigned(left as t.ObjectPattern, values));
  return made;
}

/** `resume(suspend(T, T), (await import('x')).a)` */
export function readImport(unit: Unit, node: t.Expression, place: number | null): t.CallExpression {
  const read = resumed(unit, node);
  if (place !== null) read.arguments[0] = suspended(unit, token(unit), place);
  return read;
}

type Call = t.CallExpression | t.OptionalCallExpression;

/**
 * `(suspend(T, 0), (await import('x')).a((resume(T, 0), b)))`: its arguments are the first to be evaluated after the await.
 * Where there are none: `.a(...resume(T, []))`.
 */
export function calledImport(unit: Unit, node: Call, place: number | null): t.Expression {
  const [first, ...others] = node.arguments as (t.Expression | t.SpreadElement)[];
  node.arguments = [
    first ? afterResume(unit, first) : { type: 'SpreadElement', argument: nothing(unit) },
    ...others,
  ];
  return place === null ? node : sequence([...suspend(unit, place), node]);
}

function afterResume(unit: Unit, argument: t.Expression | t.SpreadElement): t.Expression | t.SpreadElement {
  if (argument.type !== 'SpreadElement') return sequence([resume(unit), argument]);
  argument.argument = sequence([resume(unit), argument.argument]);
  return argument;
}

/** `resume(T, [])`; TypeScript lets an array of unknown length be spread only where it is `any`. */
const nothing = (unit: Unit): t.Expression => {
  const list: t.ArrayExpression = { type: 'ArrayExpression', elements: [] };
  const { typeAnnotation } = anyType();
  return resumed(unit, unit.typescript ? { type: 'TSAsExpression', expression: list, typeAnnotation } : list);
};

/**
 * Suspends where the last part that is not known of an import's name has been evaluated, as a string, which is what it
 * becomes: `` `./x/${suspend(T, `${y}`)}.js` ``, `'./x/' + suspend(T, '' + y)`.
 */
export function suspendInside(
  unit: Unit,
  source: t.Expression,
  place: number,
  isFixed: (part: t.Node) => boolean,
): void {
  if (source.type === 'TemplateLiteral') {
    const last = source.expressions.pop() as t.Expression;
    source.expressions.push(suspended(unit, inTemplate(last), place));
    return;
  }
  const { left, right } = source as t.BinaryExpression;
  if (isFixed(right)) suspendInside(unit, left as t.Expression, place, isFixed);
  else if (right.type === 'TemplateLiteral') suspendInside(unit, right, place, isFixed);
  else (source as t.BinaryExpression).right = suspended(unit, asString(right), place);
}

/** `` `${x}` `` */
const inTemplate = (value: t.Expression): t.TemplateLiteral => ({
  type: 'TemplateLiteral',
  expressions: [value],
  quasis: [quasi(false), quasi(true)],
});

const quasi = (tail: boolean): t.TemplateElement => ({
  type: 'TemplateElement',
  value: { raw: '', cooked: '' },
  tail,
});

/** `'' + x` */
const asString = (value: t.Expression): t.BinaryExpression => ({
  type: 'BinaryExpression',
  operator: '+',
  left: { type: 'StringLiteral', value: '' },
  right: value,
});
