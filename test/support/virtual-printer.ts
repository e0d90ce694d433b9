import {
  FUNCTIONS,
  type Awaited,
  type Body,
  type Callee,
  type Exit,
  type Program,
  type Statement,
} from './virtual-generator.ts';

/** Plain function, async function, generator, async generator. */
type Kind = 'p' | 'a' | 'g' | 'h';

const HEADS: Readonly<Record<Kind, string>> = {
  p: 'function',
  a: 'async function',
  g: 'function*',
  h: 'async function*',
};

/** Activations that a program may begin: they call each other without end otherwise. */
const FUEL = 100;

/** How often it may come to a yield: generators that yield twice for each value of the next go on for ages else. */
const YIELDS = 2000;

/** A generated program's text, in which every function tells the oracle what it does. */
export function printProgram([main, ...bodies]: Program): string {
  return [
    `let fuel = ${FUEL}, yields = ${YIELDS};`,
    'const kept = [], generators = [], asyncGenerators = [];',
    ...bodies.map((body, index) => printFunction(FUNCTIONS[index]!, body)),
    `async function main() {\nconst me = $begin('main', null);\n${printGuarded('a', main!.map(shielded))}\n}`,
  ].join('\n');
}

/** `main` goes on, whatever one of its statements throws or returns: else most programs were over at once. */
function shielded(statement: Statement): Statement {
  if (statement.do === 'return') return { do: 'burn', time: 1 };
  return { do: 'try', body: [statement], handler: [], finalizer: null };
}

const kindOf = (name: Callee) => name[0] as Kind;
const canAwait = (kind: Kind) => kind === 'a' || kind === 'h';

function printFunction(name: Callee, body: Body): string {
  const kind = kindOf(name);
  const begin = kind === 'g' || kind === 'h' ? `$beginGenerator('${name}')` : `$begin('${name}', up)`;
  return `${HEADS[kind]} ${name}(up) {\nconst me = ${begin};\n${printGuarded(kind, body)}\n}`;
}

function printGuarded(kind: Kind, body: Body): string {
  if (body.length === 0) return '$end(me);';
  return `try {\nif (fuel-- > 0) {\n${printBody(kind, body)}\n}\n} finally { $end(me); }`;
}

function printBody(kind: Kind, body: Body): string {
  return body.map((statement) => printStatement(kind, statement)).join('\n');
}

const START = 'start(); $start();';
const STOP = 'stop(); $stop();';
const CLEAR = 'clear(); $clear();';
const CONTROLS = ['snapshot();', STOP, START, CLEAR, `${STOP} ${START}`, `${STOP} ${CLEAR} ${START}`];

/** What is done to the generators that others have left suspended. */
const TAKES = [
  '$consume(me, generators[0])?.next();',
  'quiet($consume(me, asyncGenerators[0])?.next());',
  'generators.shift()?.return(1);',
  'quiet(asyncGenerators.shift()?.return(1));',
  "generators.at(-1)?.throw(new Error('thrown in'));",
  "quiet(asyncGenerators.at(-1)?.throw(new Error('thrown in')));",
];

function printStatement(kind: Kind, statement: Statement): string {
  switch (statement.do) {
    case 'burn':
      return printBurn(statement.time);
    case 'log':
      return `log('${kind}${statement.pick}');`;
    case 'control':
      return CONTROLS[statement.pick]!;
    case 'take':
      return TAKES[statement.pick]!;
    case 'later':
      return `later(${statement.pick}, p${statement.pick % 2});`;
    case 'then':
      return `quiet(Promise.resolve().then(a${statement.pick % 3}));`;
    case 'throw':
      return `throw new Error('error ${statement.pick}');`;
    case 'return':
      return printReturn(kind, statement.pick);
    case 'call':
      return printCall(statement.callee);
    case 'yield':
      return printYield(kind, statement.time);
    case 'delegate':
      return printDelegate(kind, statement.callee);
    case 'await':
      return printAwait(kind, [statement.what], ([what]) => what!);
    case 'all':
      return printAwait(kind, statement.what, (list) => {
        return `Promise.${statement.race ? 'race' : 'all'}([${list.map((what) => `quiet(${what})`).join(', ')}])`;
      });
    case 'loop':
      return `for (let i = 0; i < ${statement.times}; i++) {
        ${printBody(kind, statement.body)}\n${printExit(kind, statement.exit, 'continue')}\n}\n$run(me);`;
    case 'for':
      return printFor(kind, statement);
    case 'try':
      return printTry(kind, statement);
  }
}

function printBurn(time: number): string {
  return `$work(me, ${time}); burn(${time});`;
}

function printReturn(kind: Kind, value: number): string {
  if (value % 2 === 1) return 'return;';
  return kind === 'h' ? `return $wait(me, ${value});` : `return ${value};`;
}

/** A call that nobody waits for. */
function printCall(callee: Callee): string {
  switch (kindOf(callee)) {
    case 'p':
      return `${callee}(me);`;
    case 'a':
      return `kept.push(quiet(${callee}(me)));`;
    case 'g':
      return `{ const it = ${callee}(); generators.push(it); $consume(me, it).next(); }`;
    case 'h':
      return `{ const it = ${callee}(); asyncGenerators.push(it); quiet($consume(me, it).next()); }`;
  }
}

function printYield(kind: Kind, value: number): string {
  const isGenerator = kind === 'g' || kind === 'h';
  return isGenerator ? `if (yields-- > 0) $run(me, yield $park(me, ${value}));` : printBurn(value);
}

function printDelegate(kind: Kind, callee: Callee): string {
  const to = kindOf(callee);
  if (kind === 'h' && to === 'h') return printDelegateAsync(callee);
  if (kind === 'h' && to === 'g') return `$run(me, yield* $iterate(me, ${callee}()));`;
  if (kind === 'g' && to === 'g') return `$run(me, yield* $delegate(me, ${callee}()));`;
  return kind === 'g' ? 'if (yields-- > 0) $run(me, yield* $park(me, [1, 2]));' : printCall(callee);
}

/** One of them has begun already when it is delegated to. */
function printDelegateAsync(callee: Callee): string {
  if (callee !== 'h1') return `$run(me, yield* $delegateAsync(me, ${callee}()));`;
  const first = '$run(me, await $wait(me, $consume(me, it).next()));';
  return `{ const it = ${callee}(); ${first} $run(me, yield* $delegateAsync(me, it)); }`;
}

function printAwait(kind: Kind, what: readonly Awaited[], combine: (printed: string[]) => string): string {
  const operand = combine(what.map(printOperand));
  return canAwait(kind) ? `$run(me, await $wait(me, ${operand}));` : `quiet(${operand});`;
}

function printOperand(what: Awaited): string {
  if (what === 'kept') return 'kept.at(-1)';
  if (what === 'value') return 'thenable()';
  if ('sleep' in what) return `sleep(${what.sleep})`;
  if ('fail' in what) return `fail(${what.fail}, 'failed')`;
  const kind = kindOf(what.callee);
  return kind === 'p' || kind === 'a' ? `${what.callee}(me)` : `$consume(me, ${what.callee}()).next()`;
}

function printExit(kind: Kind, exit: Exit, jump: string): string {
  if (exit === 'none') return '';
  if (exit === 'throw') return "throw new Error('out of a loop');";
  if (exit === 'return') return printReturn(kind, 2);
  return exit === 'outer' ? `${jump};` : 'break;';
}

/** A loop over a generator, with another loop around it that its body may go on with. */
function printFor(kind: Kind, { callee, body, exit }: Extract<Statement, { do: 'for' }>): string {
  const printed = printBody(kind, body);
  const label = `outer${printed.split('outer').length}`;
  const inner = `${printed}\n${printExit(kind, exit, `continue ${label}`)}`;
  const loop = printForHead(kind, callee, inner);
  return `${label}: for (let i = 0; i < 2; i++) {\n$run(me);\n${loop}\n$run(me);\n}\n$run(me);`;
}

function printForHead(kind: Kind, callee: Callee, inner: string): string {
  const to = kindOf(callee);
  if (canAwait(kind) && (to === 'h' || callee === 'g1')) {
    return `for await (const value of $iterate(me, ${callee}())) {\n$run(me);\n${inner}\n}`;
  }
  const operand = to === 'g' ? `$consume(me, ${callee}())` : '[1, 2]';
  return `for (const value of ${operand}) {\ntry {\n${inner}\n} finally { $run(me); }\n}`;
}

function printTry(kind: Kind, { body, handler, finalizer }: Extract<Statement, { do: 'try' }>): string {
  const block = (list: Body) => `{\n$run(me);\n${printBody(kind, list)}\n}`;
  const caught = handler === null ? '' : `catch (error) ${block(handler)}`;
  const finished = finalizer === null ? '' : `finally ${block(finalizer)}`;
  return `try ${block(body)} ${caught} ${finished}`;
}
