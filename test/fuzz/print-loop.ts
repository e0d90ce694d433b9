import type { Statement } from './language.ts';
import { printDefault, printExpression, printSource } from './print-expression.ts';
import { printStatements } from './print-statement.ts';
import { canAwait, type Scope, type Target } from './scope.ts';

/**
 * Jumps that leave a `for await` may land behind any labelled statement, at the test of a loop and in its body: only
 * there is the oracle told that the function runs. A `finally` block of ours would tell it more simply, but then there
 * were a probe in it that does the work of the one that is to be tested.
 */
export function printTarget(scope: Scope, is: Target['is'], print: (inner: Scope) => string): string {
  const label = scope.unique('L');
  const inner = { ...scope, targets: [...scope.targets, { label, is }] };
  return `${label}: ${print(inner)}\n$run(${scope.me});`;
}

/** `break` or `continue`, with a label only where it needs one. */
export function printJump(
  { targets }: Scope,
  { isContinue, to }: Extract<Statement, { do: 'jump' }>,
): string {
  const target = targets.at(-1 - (to % Math.max(1, targets.length)));
  if (target === undefined) return '';
  const goesOn = isContinue && target.is === 'loop';
  const nearest = targets.findLast(({ is }) => (goesOn ? is === 'loop' : is !== 'block'));
  return `${goesOn ? 'continue' : 'break'}${target === nearest ? '' : ` ${target.label}`};`;
}

/** A loop that counts down. */
export function printLoop(
  scope: Scope,
  { form, times, test, body }: Extract<Statement, { do: 'loop' }>,
): string {
  const { me } = scope;
  const i = scope.unique('i');
  const goesOn = `${printExpression(scope, test)}, true`;
  const printed = (inner: Scope) => `{\n$run(${me});\n${printStatements(inner, body)}\n}`;
  const loop = (print: (inner: Scope) => string) => printTarget(scope, 'loop', print);
  switch (form) {
    case 'for':
      return loop(
        (inner) =>
          `for (let ${i} = 0; $run(${me}), ${i} < ${times} && (${goesOn}); ${i}++) ${printed(inner)}`,
      );
    case 'while':
      return `let ${i} = ${times};\n${loop((inner) => `while ($run(${me}), ${i}-- > 0 && (${goesOn})) ${printed(inner)}`)}`;
    case 'do':
      return `let ${i} = ${times};\n${loop((inner) => `do ${printed(inner)} while ($run(${me}), --${i} > 0 && (${goesOn}));`)}`;
    case 'in':
      return loop((inner) => `for (const ${i} in (${goesOn}, { a: 1, b: 2 })) ${printed(inner)}`);
  }
}

/** `for (… of …)`, with or without `await`. */
export function printEach(
  scope: Scope,
  { source, isAwait, pattern, body }: Extract<Statement, { do: 'each' }>,
): string {
  const { me } = scope;
  const awaits = isAwait && canAwait(scope);
  const operand = `${awaits ? '$iterate' : '$each'}(${me}, ${printSource(scope, source, awaits)})`;
  const name = scope.unique('v');
  // The iterator's cleanup has no owner where a pattern in a head that stays there was suspended.
  const value = pattern && (awaits ? printExpression(scope, pattern) : printDefault(scope, pattern));
  const target = value === null ? name : `{ absent: ${name} = ($run(${me}), ${value}) }`;
  return printTarget(
    scope,
    'loop',
    (inner) =>
      `for ${awaits ? 'await ' : ''}(const ${target} of ${operand}) {\n$run(${me});\n${printStatements(inner, body)}\n}`,
  );
}
