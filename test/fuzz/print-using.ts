import type { Body, ResourceForm, Statement } from './language.ts';
import { HEADS, printFunction } from './print-function.ts';
import { printTarget } from './print-loop.ts';
import { printStatements } from './print-statement.ts';
import { canAwait, variable, type Scope } from './scope.ts';

type Using = Extract<Statement, { do: 'using' }>;

/** Something is disposed of at the end of a block, or of a loop's only round. */
export function printUsing(scope: Scope, statement: Using): string {
  const { isAwait, inLoop, disposer, body } = statement;
  const inside = (inner: Scope) => `{\n$run(${scope.me});\n${printStatements(inner, body)}\n}`;
  if (isAwait && canAwait(scope)) return printAwaitUsing(scope, statement, inside);
  const declared = `using ${scope.unique('u')}`;
  const resource = printDisposable(scope, 'sync', disposer);
  if (inLoop)
    return printTarget(scope, 'loop', (inner) => `for (${declared} of [${resource}]) ${inside(inner)}`);
  return printTarget(scope, 'block', (inner) => `{\n${declared} = ${resource};\n${inside(inner)}\n}`);
}

/** The oracle is told by a resource of its own, disposed of first, where there is none to wait for. */
function printAwaitUsing(
  scope: Scope,
  { inLoop, resources, disposer }: Using,
  inside: (inner: Scope) => string,
): string {
  const { me } = scope;
  const forms = formsOf(inLoop ? resources.slice(0, 1) : resources);
  const list = forms.map((form) => [
    `await using ${scope.unique('u')}`,
    form === 'none' ? 'null' : `$resource(${me}, ${printDisposable(scope, form, disposer)})`,
  ]);
  const isNothing = forms.every((form) => form === 'none');
  const nothing = isNothing ? `using ${scope.unique('u')} = $nothing(${me});\n` : '';
  if (inLoop) {
    const [declared, resource] = list[0]!;
    return printTarget(
      scope,
      'loop',
      (inner) => `for (${declared} of [${resource}]) {\n${nothing}${inside(inner)}\n}`,
    );
  }
  const declarations = list.map(([declared, resource]) => `${declared} = ${resource};`).join('\n');
  return printTarget(scope, 'block', (inner) => `{\n${declarations}\n${nothing}${inside(inner)}\n}`);
}

/** Beside a resource, `null` is no statement of its own: lowered code waits for it where the language does not. */
function formsOf(forms: readonly ResourceForm[]): readonly ResourceForm[] {
  const some = forms.filter((form) => form !== 'none');
  return some.length === 0 ? forms : some;
}

function printDisposable(scope: Scope, form: Exclude<ResourceForm, 'none'>, disposer: Body): string {
  const o = variable(scope);
  const kind = form === 'async' ? 'a' : 'p';
  const symbol = form === 'sync' ? '[Symbol.dispose]' : '[Symbol.asyncDispose]';
  const up = `$run(${scope.me}, ${scope.me})`;
  const method = printFunction(scope, { kind, name: `${o}.${symbol}`, up, body: disposer });
  return `(${o} = { ${HEADS[kind][0]}${symbol}${method} })`;
}
