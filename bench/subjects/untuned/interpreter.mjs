// A machine that runs a small language: recursion over a tree of nodes, scopes in objects, one function for each sort of node.

const number = (value) => ({ type: 'number', value });
const name = (text) => ({ type: 'name', text });
const binary = (operator, left, right) => ({ type: 'binary', operator, left, right });
const assign = (text, value) => ({ type: 'assign', text, value });
const loop = (test, body) => ({ type: 'loop', test, body });
const call = (text, argument) => ({ type: 'call', text, argument });

const OPERATORS = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '<': (left, right) => left < right,
  '%': (left, right) => left % right,
};

const EVALUATE = {
  number: ({ value }) => value,
  name: ({ text }, scope) => lookUp(scope, text),
  binary({ operator, left, right }, scope) {
    return OPERATORS[operator](evaluate(left, scope), evaluate(right, scope));
  },
  assign({ text, value }, scope) {
    return (scope.values[text] = evaluate(value, scope));
  },
  loop({ test, body }, scope) {
    while (evaluate(test, scope)) for (const statement of body) evaluate(statement, scope);
    return null;
  },
  call({ text, argument }, scope) {
    const { parameter, body } = lookUp(scope, text);
    return evaluate(body, { values: { [parameter]: evaluate(argument, scope) }, outer: scope });
  },
};

function evaluate(node, scope) {
  return EVALUATE[node.type](node, scope);
}

function lookUp(scope, text) {
  for (let at = scope; at !== null; at = at.outer) if (text in at.values) return at.values[text];
  throw new ReferenceError(text);
}

const program = [
  assign('sum', number(0)),
  assign('i', number(0)),
  loop(binary('<', name('i'), number(12_000)), [
    assign('sum', binary('%', binary('+', name('sum'), call('square', name('i'))), number(9973))),
    assign('i', binary('+', name('i'), number(1))),
  ]),
];

export function run() {
  const square = { parameter: 'x', body: binary('*', name('x'), binary('-', name('x'), number(3))) };
  const scope = { values: { square }, outer: null };
  for (const statement of program) evaluate(statement, scope);
  return scope.values.sum;
}
