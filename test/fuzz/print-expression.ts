import type { Awaited, Callee, Expression, Kind, Source } from './language.ts';
import { HEADS, isGenerator, printFunction, printWithParameters } from './print-function.ts';
import { printImplicit, printLater } from './print-implicit.ts';
import { calm, canAwait, canYield, variable, type Scope } from './scope.ts';

export const kindOf = (name: Callee) => name[0] as Kind;

type Of<Is extends Expression['is']> = Extract<Expression, { is: Is }>;

/** An expression in parentheses, or one that needs none. Its value is of no importance. */
export function printExpression(scope: Scope, expression: Expression): string {
  if (scope.isSimple && !['value', 'burn', 'call', 'await', 'yield'].includes(expression.is)) return '1';
  switch (expression.is) {
    case 'value':
      return '1';
    case 'burn':
      return printBurn(scope, expression.time);
    case 'call':
      return printCall(scope, kindOf(expression.callee), expression.callee);
    case 'await':
      return printAwait(scope, printAwaited(scope, expression.what));
    case 'yield':
      return canYield(scope)
        ? `(yields-- > 0 && $run(${scope.me}, yield $park(${scope.me}, 1)))`
        : printBurn(scope, 1);
    case 'branch':
      return printBranch(scope, expression);
    case 'items':
      return printItems(scope, expression);
    case 'optional':
      return printOptional(scope, expression);
    case 'implicit':
      return printImplicit(scope, expression);
    case 'later':
      return printLater(scope, expression);
    case 'closure':
      return printClosure(scope, expression);
    case 'spread':
      return `[...$each(${scope.me}, ${printSource(scope, expression.source, false)})]`;
  }
}

export function printBurn({ me }: Scope, time: number): string {
  return `($work(${me}, ${time}), burn(${time}))`;
}

/** A call of such a function, that nobody waits for. */
export function printCall(scope: Scope, kind: Kind, callee: string): string {
  return printCalled(scope, kind, `${callee}(${scope.me})`);
}

function printCalled({ me }: Scope, kind: Kind, call: string): string {
  switch (kind) {
    case 'p':
      return call;
    case 'a':
      return `kept.push(quiet(${call}))`;
    case 'g':
      return `$consume(${me}, $keep(generators, ${call})).next()`;
    case 'h':
      return `quiet($consume(${me}, $keep(asyncGenerators, ${call})).next())`;
  }
}

export function printAwait(scope: Scope, operand: string): string {
  return canAwait(scope) ? `$run(${scope.me}, await $wait(${scope.me}, ${operand}))` : `quiet(${operand})`;
}

export function printAwaited({ me }: Scope, what: Awaited): string {
  if (what === 'kept') return 'kept.at(-1)';
  if (what === 'value') return 'thenable()';
  if ('sleep' in what) return `sleep(${what.sleep})`;
  if ('fail' in what) return `fail(${what.fail}, 'failed')`;
  const kind = kindOf(what.callee);
  return kind === 'p' || kind === 'a' ? `${what.callee}(${me})` : `$consume(${me}, ${what.callee}()).next()`;
}

function printBranch(scope: Scope, { operator, truth, parts }: Of<'branch'>): string {
  const [test, then, other] = parts.map((part) => printExpression(scope, part)) as [string, string, string];
  const chosen = `(${test}, ${operator === '??' ? (truth ? '1' : 'null') : truth})`;
  return operator === '?' ? `(${chosen} ? ${then} : ${other})` : `(${chosen} ${operator} ${then})`;
}

function printItems(scope: Scope, { shape, parts }: Of<'items'>): string {
  const [first, second] = parts.map((part) => printExpression(scope, part)) as [string, string];
  switch (shape) {
    case 'array':
      return `[${first}, ...[${second}]]`;
    case 'call':
      return `$noop(${first}, ...[${second}])`;
    case 'object':
      return `({ [(${first}, 'x')]: 1, ...(${second}, {}) })`;
    case 'keys':
      return `({})[(${first}, 'x')]`;
    case 'template':
      return `\`\${(${first}, '')}\${(${second}, '')}\``;
    case 'tag':
      return `$noop\`\${${first}}\${${second}}\``;
    case 'member':
      return `(({})[(${first}, 'x')] = ${second})`;
  }
}

function printOptional(scope: Scope, { isThere, body, argument }: Of<'optional'>): string {
  const name = variable(scope);
  const made = printFunction(scope, { kind: 'p', name: `${name}.m`, up: scope.me, body });
  const object = isThere ? `(${name} = { m${made} })` : `(${name} = null)`;
  return `${object}?.m?.(${printExpression(scope, argument)})`;
}

function printClosure(scope: Scope, { form, kind, parameters, body }: Of<'closure'>): string {
  const name = variable(scope);
  // Arrows are not generators; nor are they measured where parameters cannot be moved, which these can.
  const own: Kind = form === 'arrow' ? (kind === 'g' ? 'p' : kind === 'h' ? 'a' : kind) : kind;
  const isMethod = form === 'method';
  const parts = { kind: own, name: isMethod ? `${name}.m` : name, up: 'up', body };
  const printed = printWithParameters(scope, parts, parameters);
  const [modifier, star] = [
    own === 'a' || own === 'h' ? 'async ' : '',
    own === 'g' || own === 'h' ? '*' : '',
  ];
  const made = {
    function: `(${name} = ${modifier}function${star} ${printed})`,
    arrow: `(${name} = ${modifier}${printed.replace(') {\n', ') => {\n')})`,
    method: `(${name} = { ${modifier}${star}m${printed} }).m`,
  }[form];
  const argument = isGenerator(own) ? '' : `, ${scope.me}`;
  return printCalled(scope, own, `$invoke(${made}${argument})`);
}

/** What is iterated; as async as it may be. */
export function printSource(scope: Scope, source: Source, isAwait: boolean): string {
  switch (source.from) {
    case 'array':
      return '[1, 2]';
    case 'promises':
      return "[sleep(1), quiet(fail(1, 'failed')), thenable()]";
    case 'function': {
      const kind = kindOf(source.callee);
      return kind === 'g' || (kind === 'h' && isAwait) ? `${source.callee}()` : '[1, 2]';
    }
    case 'iterator':
      return printIterator(scope, source, isAwait && source.isAsync);
  }
}

function printIterator(
  scope: Scope,
  { count, next, end }: Extract<Source, { from: 'iterator' }>,
  isAsync: boolean,
): string {
  if (scope.isSimple) return '[1, 2]';
  const name = variable(scope);
  const [left, kind] = [scope.unique('n'), isAsync ? 'a' : 'p'] as const;
  const method = (head: string, key: string, own: Kind, body: typeof next, tail: string) =>
    `${head}${key}${printFunction(scope, { kind: own, name: `${name}.${key}`, up: scope.me, body, tail })}`;
  const head = HEADS[kind][0];
  scope.variables.push(left);
  const methods = [
    method('', isAsync ? '[Symbol.asyncIterator]' : '[Symbol.iterator]', 'p', [], 'return this;'),
    method(head, 'next', kind, next, `return { done: ${left}-- <= 0, value: 1 };`),
    ...(end ? [method(head, 'return', kind, end, 'return {};')] : []),
  ];
  return `(${left} = ${count}, ${name} = { ${methods.join(',\n')} })`;
}

/** An expression inside a pattern, which an iterator's cleanup may follow: if it was suspended, that has no owner. */
export const printDefault = (scope: Scope, value: Expression) => printExpression(calm(scope), value);
