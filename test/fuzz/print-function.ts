import type { Body, Kind, Parameter } from './language.ts';
import { printExpression } from './print-expression.ts';
import { printStatements } from './print-statement.ts';
import { functionScope, simple, type Scope } from './scope.ts';

/** What goes before `function`, and before a function's name; both before a method's. */
export const HEADS: Readonly<Record<Kind, readonly [modifier: string, star: string]>> = {
  p: ['', ''],
  a: ['async ', ''],
  g: ['', '*'],
  h: ['async ', '*'],
};

const BEGINNINGS: Readonly<Record<Kind, string>> = {
  p: '$enter',
  a: '$begin',
  g: '$beginGenerator',
  h: '$beginGenerator',
};

export const isGenerator = (kind: Kind) => kind === 'g' || kind === 'h';

export interface FunctionParts {
  readonly kind: Kind;
  /** As the profile is to call it, below the function around. */
  readonly name: string;
  /** An expression for who calls it. */
  readonly up: string;
  readonly body: Body;
  readonly parameters?: string;
  /** Code after all that the body does. */
  readonly tail?: string;
  readonly mayReturn?: boolean;
}

/** `(…) { … }`: all of a function behind its name. */
export function printFunction(outer: Scope, parts: FunctionParts): string {
  const { kind, name, up, parameters = '', mayReturn = true } = parts;
  const scope = { ...functionScope(outer, kind, name), mayReturn };
  return `(${parameters}) {\nconst ${scope.me} = ${BEGINNINGS[kind]}('${scope.path}'${isGenerator(kind) ? '' : `, ${up}`});\n${printInside(scope, parts)}}`;
}

function printInside(scope: Scope, { body, tail = '' }: Omit<FunctionParts, 'kind'>): string {
  const printed = printStatements(scope, body);
  const variables = scope.variables.length === 0 ? '' : `let ${scope.variables.join(', ')};\n`;
  if (printed === '') return `$end(${scope.me});\n${tail}\n`;
  return `${variables}try {\nif (fuel-- > 0) {\n${printed}\n}\n} finally { $end(${scope.me}); }\n${tail}\n`;
}

/** `{ … }` of a static block. */
export function printStaticBlock(outer: Scope, className: string, body: Body): string {
  const scope = { ...functionScope(outer, 'p', `${className}.<static>`), mayReturn: false };
  const beginning = `const ${scope.me} = $enter('${scope.path}', ${outer.me});`;
  return `static {\n${beginning}\n${printInside(scope, { name: '', up: '', body })}}`;
}

/** The same as `printFunction`, with parameters that have code in them: an activation starts before they do. */
export function printWithParameters(outer: Scope, parts: FunctionParts, list: readonly Parameter[]): string {
  if (list.length === 0) return printFunction(outer, { ...parts, parameters: 'up' });
  return isGenerator(parts.kind) ? printGenerator(outer, parts, list) : printCalled(outer, parts, list);
}

function printCalled(outer: Scope, parts: FunctionParts, list: readonly Parameter[]): string {
  const scope = functionScope(outer, parts.kind, parts.name);
  const opening = `${scope.me} = $open('${scope.path}', up, ${parts.kind === 'p'})`;
  // A rest element comes last, and once.
  const ordered = [
    ...list.filter(({ form }) => form !== 'rest'),
    ...list.filter(({ form }) => form === 'rest').slice(0, 1),
  ];
  const printed = ordered.map((parameter) => printParameter(simple(scope, scope.me), parameter));
  return `(${['up', opening, ...printed].join(', ')}) {\n$opened(${scope.me});\n${printInside(scope, parts)}}`;
}

/**
 * A generator's parameters are evaluated ahead of its activation, and booked to it without a call. Patterns without a
 * default are not measured.
 */
function printGenerator(outer: Scope, parts: FunctionParts, list: readonly Parameter[]): string {
  const me = outer.unique('me');
  const { path } = functionScope(outer, parts.kind, parts.name, me);
  const scope = simple(outer, me);
  const printed = list.map(({ form, value }) =>
    printParameter(scope, {
      form: form === 'object' ? 'object' : 'default',
      value,
    }),
  );
  const opening = `${me} = $openGenerator('${path}', ${outer.me})`;
  const closing = `${outer.unique('z')} = $opened(${me}, $end(${me}))`;
  return printFunction(outer, { ...parts, parameters: [opening, ...printed, closing].join(', ') });
}

function printParameter(scope: Scope, { form, value }: Parameter): string {
  const name = scope.unique('x');
  const printed = printExpression(scope, value);
  switch (form) {
    case 'default':
      return `${name} = ${printed}`;
    case 'object':
      return `{ x: ${name} = ${printed} } = {}`;
    case 'array':
      return `[${name} = ${printed}] = []`;
    case 'rest':
      return `...[${name} = ${printed}]`;
  }
}
