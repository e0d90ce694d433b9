import fc from 'fast-check';
import * as language from './language.ts';
import type { Awaited, Body, Expression, Member, Parameter, Program, Source, Statement } from './language.ts';

interface Parts {
  readonly body: fc.Arbitrary<Body>;
  readonly expression: fc.Arbitrary<Expression>;
  readonly source: fc.Arbitrary<Source>;
}

/** Programs of up to ten functions that call each other; `controls` start, stop, clear and take snapshots. */
export function programs(controls: boolean): fc.Arbitrary<Program> {
  // Declarations with `using` have to be compiled for Node 20: a quarter of all programs is enough.
  return fc.oneof(
    { weight: 3, arbitrary: programsOf(controls, false) },
    { weight: 1, arbitrary: programsOf(controls, true) },
  );
}

function programsOf(controls: boolean, usings: boolean): fc.Arbitrary<Program> {
  const { body } = fc.letrec<{ body: Body; statement: Statement; expression: Expression; source: Source }>(
    (tie) => {
      const parts: Parts = { body: tie('body'), expression: tie('expression'), source: tie('source') };
      const depth = { maxDepth: 3, withCrossShrink: true };
      const statements = [...simpleStatements(parts, controls), ...jumps, ...loops(parts), ...blocks(parts)];
      return {
        body: fc.array(tie('statement'), { maxLength: 3, size: 'max' }),
        statement: fc.oneof(depth, ...statements, ...(usings ? [using(parts)] : [])),
        expression: fc.oneof(depth, ...simpleExpressions, ...compounds(parts), ...functions(parts)),
        source: fc.oneof(depth, ...sources(parts)),
      };
    },
  );
  // Functions that do much, so that few programs are over before they have begun.
  const long = fc.array(body, { minLength: 2, maxLength: 3 }).map((bodies) => bodies.flat());
  return fc.tuple(long, ...language.FUNCTIONS.map(() => long));
}

const callee = fc.constantFrom(...language.FUNCTIONS);
const time = fc.nat(3);
const pick = fc.nat(5);
const few = fc.integer({ min: 1, max: 3 });
const awaited: fc.Arbitrary<Awaited> = fc.oneof(
  { arbitrary: fc.record({ callee }), weight: 6 },
  fc.record({ sleep: time }),
  fc.record({ fail: time }),
  fc.constant<Awaited>('value'),
  fc.constant<Awaited>('kept'),
);

/** An alternative with its weight: `tag` says which of the union it is, `shape` has an arbitrary for each other part. */
function alternative<T>(weight: number, tag: object, shape: object): fc.WeightedArbitrary<T> {
  const constants = Object.entries(tag).map(([key, value]) => [key, fc.constant<unknown>(value)]);
  const model = { ...Object.fromEntries(constants), ...shape } as Record<string, fc.Arbitrary<unknown>>;
  return { weight, arbitrary: fc.record(model) as fc.Arbitrary<unknown> as fc.Arbitrary<T> };
}

const statement = (weight: number, what: Statement['do'], shape: object) =>
  alternative<Statement>(weight, { do: what }, shape);
const expression = (weight: number, what: Expression['is'], shape: object) =>
  alternative<Expression>(weight, { is: what }, shape);

const simpleExpressions: fc.WeightedArbitrary<Expression>[] = [
  expression(2, 'value', {}),
  expression(3, 'burn', { time }),
  expression(6, 'call', { callee }),
  expression(6, 'await', { what: awaited }),
  expression(4, 'yield', {}),
];

function compounds({ body, expression: part, source }: Parts): fc.WeightedArbitrary<Expression>[] {
  return [
    expression(3, 'branch', {
      operator: fc.constantFrom(...language.OPERATORS),
      truth: fc.boolean(),
      parts: fc.tuple(part, part, part),
    }),
    expression(3, 'items', {
      shape: fc.constantFrom(...language.ITEM_SHAPES),
      parts: fc.tuple(part, part),
    }),
    expression(1, 'optional', { isThere: fc.boolean(), body, argument: part }),
    expression(2, 'spread', { source }),
  ];
}

function functions({ body, expression: part }: Parts): fc.WeightedArbitrary<Expression>[] {
  const parameter: fc.Arbitrary<Parameter> = fc.record({
    form: fc.constantFrom(...language.PARAMETERS),
    value: fc.oneof(...simpleExpressions),
  });
  return [
    expression(4, 'implicit', { way: fc.constantFrom(...language.WAYS), body, operand: part }),
    expression(3, 'later', { way: fc.constantFrom(...language.LATER_WAYS), isAsync: fc.boolean(), body }),
    expression(4, 'closure', {
      form: fc.constantFrom(...language.CLOSURES),
      kind: fc.constantFrom(...language.KINDS),
      parameters: fc.array(parameter, { maxLength: 2 }),
      body,
    }),
  ];
}

function sources({ body }: Parts): fc.WeightedArbitrary<Source>[] {
  return [
    { weight: 1, arbitrary: fc.record({ from: fc.constantFrom('array' as const, 'promises' as const) }) },
    { weight: 4, arbitrary: fc.record({ from: fc.constant('function' as const), callee }) },
    alternative<Source>(
      2,
      { from: 'iterator' },
      {
        isAsync: fc.boolean(),
        count: fc.nat(2),
        next: body,
        end: fc.option(body),
      },
    ),
  ];
}

function simpleStatements(parts: Parts, controls: boolean): fc.WeightedArbitrary<Statement>[] {
  const value = parts.expression;
  return [
    statement(5, 'burn', { time }),
    statement(14, 'evaluate', { value }),
    statement(5, 'delegate', { source: parts.source }),
    statement(2, 'combine', {
      by: fc.constantFrom(...language.COMBINATORS),
      what: fc.array(awaited, { maxLength: 3 }),
    }),
    statement(1, 'log', { pick }),
    statement(3, 'take', { pick }),
    statement(1, 'return', { value }),
    statement(1, 'throw', { value }),
    ...(controls ? [statement(4, 'control', { pick })] : []),
  ];
}

const jumps = [statement(3, 'jump', { isContinue: fc.boolean(), to: fc.nat(3) })];

function loops({ body, expression: part, source }: Parts): fc.WeightedArbitrary<Statement>[] {
  return [
    statement(2, 'loop', { form: fc.constantFrom(...language.LOOPS), times: few, test: part, body }),
    statement(4, 'each', { source, isAwait: fc.boolean(), pattern: fc.option(part), body }),
    statement(1, 'destructure', {
      source,
      shape: fc.constantFrom('array', 'rest', 'assign', 'object'),
      value: part,
    }),
  ];
}

function blocks({ body, expression: part }: Parts): fc.WeightedArbitrary<Statement>[] {
  const some = fc.option(body);
  const member: fc.Arbitrary<Member> = fc.record({ form: fc.constantFrom(...language.MEMBERS), body });
  const tried = statement(3, 'try', { body, pattern: fc.option(part), handler: some, finalizer: some });
  return [
    statement(1, 'if', { test: part, truth: fc.boolean(), then: body, else: body }),
    statement(1, 'switch', {
      on: part,
      chosen: fc.nat(3),
      cases: fc.array(body, { maxLength: 3 }),
      test: part,
    }),
    statement(1, 'block', { body }),
    statement(1, 'class', {
      isDerived: fc.boolean(),
      heritage: part,
      key: part,
      field: fc.oneof(...simpleExpressions),
      staticBlock: some,
      before: some,
      constructor: body,
      members: fc.array(member, { maxLength: 2 }),
    }),
    { ...tried, arbitrary: tried.arbitrary.map(withHandler) },
  ];
}

const using = ({ body }: Parts) =>
  statement(2, 'using', {
    isAwait: fc.boolean(),
    inLoop: fc.boolean(),
    resources: fc.array(fc.constantFrom(...language.RESOURCES), { minLength: 1, maxLength: 2 }),
    disposer: body,
    body,
  });

/** A try statement has one of the two at least. */
function withHandler(made: Statement): Statement {
  const isBare = made.do === 'try' && made.handler === null && made.finalizer === null;
  return isBare ? { ...made, handler: [] } : made;
}
