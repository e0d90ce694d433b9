import type * as t from '@babel/types';
import type { FunctionNode } from '../syntax.ts';

type Parameter = FunctionNode['params'][number];

/** Whether a parameter is written as in JavaScript, types aside. */
export const isPlainSyntax = (param: Parameter): boolean =>
  param.type !== 'TSParameterProperty' &&
  !(param as t.Identifier).decorators?.length &&
  !(param.type === 'AssignmentPattern' && (param.left as t.Identifier).decorators?.length);

/** `x is Foo`, `asserts x`, `typeof x`: whether types speak of a parameter by its name. */
export function isNamedInTypes(node: FunctionNode, names: ReadonlySet<string>): boolean {
  const speaksOf = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const { type, name } = value as { type?: unknown; name?: unknown };
    if (type === 'Identifier' && names.has(String(name))) return true;
    return Object.entries(value).some(([key, child]) => key !== 'loc' && speaksOf(child));
  };
  const types = [node.returnType, ...node.params.map((param) => (param as t.Identifier).typeAnnotation)];
  return types.some(speaksOf);
}
