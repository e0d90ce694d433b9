import { FUNCTIONS, type Body, type Callee, type Program, type Statement } from './language.ts';
import { kindOf } from './print-expression.ts';
import { HEADS, printFunction } from './print-function.ts';
import { createScope, type Scope } from './scope.ts';

/** Activations that a program may begin: they call each other without end otherwise. */
const FUEL = 100;

/** How often it may come to a yield: generators that yield twice for each value of the next go on for ages else. */
const YIELDS = 1000;

/** A generated program's text, in which every function tells the oracle what it does. */
export function printProgram([main, ...bodies]: Program): string {
  const scope = createScope();
  const parts = { kind: 'a', name: 'main', up: 'null', body: main!.map(shielded), mayReturn: false } as const;
  const printedMain = `async function main${printFunction(scope, parts)}`;
  const functions = bodies.map((body, index) => printNamed(scope, FUNCTIONS[index]!, body));
  return [
    `let fuel = ${FUEL}, yields = ${YIELDS};`,
    'const kept = [], generators = [], asyncGenerators = [];',
    ...called(functions, printedMain),
    printedMain,
  ].join('\n');
}

interface Named {
  readonly name: string;
  readonly text: string;
}

function printNamed(scope: Scope, name: Callee, body: Body): Named {
  const kind = kindOf(name);
  const printed = printFunction(scope, { kind, name, up: 'up', parameters: 'up', body });
  const [modifier, star] = HEADS[kind];
  return { name, text: `${modifier}function${star} ${name}${printed}` };
}

/** Functions that nobody calls would only be in the way of who reads a program that has failed. */
function called(functions: readonly Named[], main: string): string[] {
  const texts = [main];
  for (const text of texts) {
    const calls = functions.filter((made) => !texts.includes(made.text) && text.includes(`${made.name}(`));
    texts.push(...calls.map((made) => made.text));
  }
  return texts.slice(1);
}

/** `main` goes on, whatever one of its statements throws: else most programs were over at once. */
function shielded(statement: Statement): Statement {
  return { do: 'try', body: [statement], pattern: null, handler: [], finalizer: null };
}
