import type { Body, Expression, Source, Statement } from './language.ts';
import { printClass } from './print-class.ts';
import { printAwait, printAwaited, printBurn, printDefault } from './print-expression.ts';
import { kindOf, printExpression, printSource } from './print-expression.ts';
import { printEach, printJump, printLoop, printTarget } from './print-loop.ts';
import { printUsing } from './print-using.ts';
import { canYield, type Scope } from './scope.ts';

type Of<Do extends Statement['do']> = Extract<Statement, { do: Do }>;

/** Statements, one below the other. */
export function printStatements(scope: Scope, body: Body): string {
  return body.map((statement) => printStatement(scope, statement)).join('\n');
}

const START = 'start(); $start();';
const STOP = 'stop(); $stop();';
const CLEAR = 'clear(); $clear();';
const CONTROLS = ['snapshot();', STOP, START, CLEAR, `${STOP} ${START}`, `${STOP} ${CLEAR} ${START}`];

/** What is done to the generators that others have left suspended. */
const TAKES: readonly ((me: string) => string)[] = [
  (me) => `$noop($consume(${me}, generators[0])?.next());`,
  (me) => `$heard($consume(${me}, asyncGenerators[0])?.next());`,
  () => '$noop(generators.shift()?.return(1));',
  () => '$heard(asyncGenerators.shift()?.return(1));',
  () => "$noop(generators.at(-1)?.throw(new Error('thrown in')));",
  () => "$heard(asyncGenerators.at(-1)?.throw(new Error('thrown in')));",
];

function printStatement(scope: Scope, statement: Statement): string {
  switch (statement.do) {
    case 'burn':
      return `${printBurn(scope, statement.time)};`;
    case 'log':
      return `log('${scope.kind}${statement.pick}');`;
    case 'control':
      return CONTROLS[statement.pick]!;
    case 'take':
      return TAKES[statement.pick]!(scope.me);
    case 'evaluate':
      return `(${printExpression(scope, statement.value)});`;
    case 'throw':
      return `throw (${printExpression(scope, statement.value)}, new Error('thrown'));`;
    case 'return':
      return printReturn(scope, statement.value);
    case 'delegate':
      return printDelegate(scope, statement.source);
    case 'combine':
      return printCombined(scope, statement);
    case 'jump':
      return printJump(scope, statement);
    case 'loop':
      return printLoop(scope, statement);
    case 'each':
      return printEach(scope, statement);
    case 'destructure':
      return printDestructuring(scope, statement);
    case 'class':
      return printClass(scope, statement);
    case 'if':
      return `if ((${printExpression(scope, statement.test)}, ${statement.truth})) {
        ${printStatements(scope, statement.then)}\n} else {\n${printStatements(scope, statement.else)}\n}`;
    case 'switch':
      return printSwitch(scope, statement);
    case 'block':
      return printTarget(scope, 'block', (inner) => `{\n${printStatements(inner, statement.body)}\n}`);
    case 'using':
      return printUsing(scope, statement);
    case 'try':
      return printTry(scope, statement);
  }
}

function printReturn(scope: Scope, value: Expression): string {
  const printed = printExpression(scope, value);
  if (!scope.mayReturn) return `(${printed});`;
  return scope.kind === 'h' ? `return $wait(${scope.me}, ${printed});` : `return ${printed};`;
}

function printCombined(scope: Scope, { by, what }: Of<'combine'>): string {
  const list = what.map((item) => `quiet(${printAwaited(scope, item)})`).join(', ');
  return `${printAwait(scope, `Promise.${by}([${list}])`)};`;
}

/** `yield*` over all there is; what cannot yield spreads it. */
function printDelegate(scope: Scope, source: Source): string {
  const { kind, me } = scope;
  if (!canYield(scope)) return `[...$each(${me}, ${printSource(scope, source, false)})];`;
  const isAwait = kind === 'h';
  const printed = printSource(scope, source, isAwait);
  const from = source.from === 'function' ? kindOf(source.callee) : null;
  if (isAwait && source.from === 'function' && from === 'h') return printDelegateAsync(me, source.callee);
  if (!isAwait && source.from === 'function' && source.callee === 'g1') {
    const begun = `const it = g1(); $consume(${me}, it).next();`;
    return `if (yields-- > 0) { ${begun} $run(${me}, yield* $delegate(${me}, it)); }`;
  }
  const stands = isAwait
    ? '$iterateDelegated'
    : source.from === 'iterator'
      ? '$delegateForeign'
      : from === 'g'
        ? '$delegate'
        : '$delegateArray';
  return `if (yields-- > 0) $run(${me}, yield* ${stands}(${me}, ${printed}));`;
}

/** One of them has begun already when it is delegated to. */
function printDelegateAsync(me: string, callee: string): string {
  if (callee !== 'h1') return `$run(${me}, yield* $delegateAsync(${me}, ${callee}()));`;
  const first = `$run(${me}, await $wait(${me}, $consume(${me}, it).next()));`;
  return `{ const it = ${callee}(); ${first} $run(${me}, yield* $delegateAsync(${me}, it)); }`;
}

function printDestructuring(scope: Scope, { source, shape, value }: Of<'destructure'>): string {
  const [first, second] = [scope.unique('d'), scope.unique('d')];
  const part = () => (shape === 'object' ? printExpression(scope, value) : printDefault(scope, value));
  if (shape === 'object')
    return `const { [(${part()}, 'x')]: ${first} = ${part()}, ...${second} } = { y: 1 };`;
  const iterated = `$each(${scope.me}, ${printSource(scope, source, false)})`;
  switch (shape) {
    case 'array':
      return `const [, , ${first} = ${part()}] = ${iterated};`;
    case 'rest':
      return `const [${first}, ...[${second} = ${part()}]] = ${iterated};`;
    case 'assign':
      return `[, ({})[(${part()}, 'x')] = ${part()}] = ${iterated};`;
  }
}

function printSwitch(scope: Scope, { on, chosen, cases, test }: Of<'switch'>): string {
  const value = printExpression(scope, on);
  const rare = printExpression(scope, test);
  return printTarget(scope, 'switch', (inner) => {
    const printed = cases.map((body, i) => {
      // What stands in the middle is chosen last.
      const head = i === 1 ? 'default' : i === 2 ? `case (${rare}, 2)` : `case ${i}`;
      return `${head}: ${printStatements(inner, body)}`;
    });
    return `switch ((${value}, ${chosen})) {\n${printed.join('\n')}\n}`;
  });
}

function printTry(scope: Scope, { body, pattern, handler, finalizer }: Of<'try'>): string {
  const { me } = scope;
  const block = (list: Body) => `{\n$run(${me});\n${printStatements(scope, list)}\n}`;
  const caught =
    pattern === null
      ? 'catch'
      : `catch ({ absent: ${scope.unique('c')} = ($run(${me}), ${printExpression(scope, pattern)}) })`;
  return `try ${block(body)} ${handler === null ? '' : `${caught} ${block(handler)}`} ${
    finalizer === null ? '' : `finally ${block(finalizer)}`
  }`;
}
