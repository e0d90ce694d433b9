import type { Kind, Member, Statement } from './language.ts';
import { printCall, printExpression } from './print-expression.ts';
import { HEADS, printFunction, printStaticBlock } from './print-function.ts';
import { printStatements } from './print-statement.ts';
import { functionScope, simple, type Scope } from './scope.ts';

type Class = Extract<Statement, { do: 'class' }>;

/**
 * A class, perhaps with one derived from it, an instance, and a use of each member. Initialisers of fields belong to
 * whoever runs them: `current` says who that is.
 */
export function printClass(scope: Scope, statement: Class): string {
  if (scope.isSimple) return '';
  const [base, derived, current] = [scope.unique('B'), scope.unique('K'), scope.unique('cur')];
  const names: Names = {
    base,
    current,
    made: statement.isDerived ? derived : base,
    instance: scope.unique('k'),
  };
  const members = statement.members.map((member) => printMember(scope, names, member));
  return [
    `let ${current} = ${scope.me};`,
    printBase(scope, names, statement, members),
    statement.isDerived ? printDerived(scope, names, statement, members) : '',
    `${current} = ${scope.me};`,
    `const ${names.instance} = new ${names.made}(${scope.me});`,
    ...members.map(({ use }) => use),
  ].join('\n');
}

interface Names {
  readonly base: string;
  /** The class that is instantiated. */
  readonly made: string;
  readonly instance: string;
  /** The variable. */
  readonly current: string;
}

interface PrintedMember {
  readonly inBase: string;
  readonly inDerived: string;
  readonly use: string;
}

function printBase(
  scope: Scope,
  { base, current }: Names,
  statement: Class,
  members: PrintedMember[],
): string {
  const name = `${base}.constructor`;
  const initialiser = (me: string) => printExpression(simple(scope, me), statement.field);
  return `class ${base} {
    field = ${initialiser(current)};
    static [(${printExpression(scope, statement.key)}, 'field')] = ${initialiser(scope.me)};
    ${statement.staticBlock ? printStaticBlock(scope, base, statement.staticBlock) : ''}
    constructor${printFunction(scope, { kind: 'p', name, up: 'up', parameters: 'up', body: statement.constructor })}
    ${members.map(({ inBase }) => inBase).join('\n')}
  }`;
}

/** Without `before`, there is no constructor in it. */
function printDerived(scope: Scope, names: Names, statement: Class, members: PrintedMember[]): string {
  const { base, made, current } = names;
  const initialiser = printExpression(simple(scope, current), statement.field);
  return `class ${made} extends (${printExpression(scope, statement.heritage)}, ${base}) {
    field = ${initialiser};
    ${statement.before ? printConstructor(scope, names, statement) : ''}
    ${members.map(({ inDerived }) => inDerived).join('\n')}
  }`;
}

function printConstructor(scope: Scope, { made, current }: Names, { before, constructor }: Class): string {
  const inner = functionScope(scope, 'p', `${made}.constructor`);
  const { me } = inner;
  const [first, rest] = [printStatements(inner, before ?? []), printStatements(inner, constructor)];
  const variables = inner.variables.length === 0 ? '' : `let ${inner.variables.join(', ')};`;
  return `constructor(up) {
    const ${me} = $enter('${inner.path}', up);
    ${variables}
    try {\n${first}\n${current} = ${me};\nsuper(${me});\n${rest}\n} finally { $end(${me}); }
  }`;
}

const KINDS_OF: Readonly<Partial<Record<Member['form'], Kind>>> = {
  async: 'a',
  staticAsync: 'a',
  privateAsync: 'a',
  generator: 'g',
  asyncGenerator: 'h',
};

function printMember(scope: Scope, { base, made, instance }: Names, { form, body }: Member): PrintedMember {
  const name = scope.unique('m');
  const kind = KINDS_OF[form] ?? 'p';
  const plain = { inDerived: '', use: `${printCall(scope, kind, `${instance}.${name}`)};` };
  const method = (key: string, up: string, parameters = 'up') =>
    `${HEADS[kind].join('')}${key}${printFunction(scope, { kind, name: `${base}.${key}`, up, parameters, body })}`;
  switch (form) {
    case 'get':
      return { inDerived: '', inBase: method(`get ${name}`, scope.me, ''), use: `${instance}.${name};` };
    case 'set':
      return { inDerived: '', inBase: method(`set ${name}`, scope.me), use: `${instance}.${name} = 1;` };
    case 'static':
    case 'staticAsync':
      return {
        ...plain,
        inBase: `static ${method(name, 'up')}`,
        use: `${printCall(scope, kind, `${made}.${name}`)};`,
      };
    case 'private':
    case 'privateAsync':
      return {
        ...plain,
        inBase: `${method(`#${name}`, 'up')}\n${printBridge(scope, base, name, kind, `this.#${name}`)}`,
      };
    case 'super':
      return {
        ...plain,
        inBase: method(name, 'up'),
        inDerived: printBridge(scope, made, name, kind, `super.${name}`),
      };
    default:
      return { ...plain, inBase: method(name, 'up') };
  }
}

/** A method that only calls another one. */
function printBridge(scope: Scope, owner: string, name: string, kind: Kind, callee: string): string {
  const inner = functionScope(scope, 'p', `${owner}.${name}`);
  const { me } = inner;
  return `${name}(up) {
    const ${me} = $enter('${inner.path}', up);
    try { return ${kind === 'a' ? `quiet(${callee}(${me}))` : `${callee}(${me})`}; } finally { $end(${me}); }
  }`;
}
