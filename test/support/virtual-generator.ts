import fc from 'fast-check';

/**
 * Functions of a generated program, by name. The letter says what they are: plain, async, generator, async
 * generator.
 */
export const FUNCTIONS = ['p0', 'p1', 'a0', 'a1', 'a2', 'g0', 'g1', 'h0', 'h1'] as const;

export type Callee = (typeof FUNCTIONS)[number];

/** A statement; what a function's kind does not allow is printed as something near to it. */
export type Statement =
  | { readonly do: 'burn'; readonly time: number }
  | { readonly do: 'log' | 'control' | 'take' | 'return' | 'throw' | 'later' | 'then'; readonly pick: number }
  | { readonly do: 'call' | 'delegate'; readonly callee: Callee }
  | { readonly do: 'await'; readonly what: Awaited }
  | { readonly do: 'all'; readonly race: boolean; readonly what: readonly Awaited[] }
  | { readonly do: 'yield'; readonly time: number }
  | { readonly do: 'loop'; readonly times: number; readonly body: Body; readonly exit: Exit }
  | { readonly do: 'for'; readonly callee: Callee; readonly body: Body; readonly exit: Exit }
  | {
      readonly do: 'try';
      readonly body: Body;
      readonly handler: Body | null;
      readonly finalizer: Body | null;
    };

export type Body = readonly Statement[];
export type Exit = 'none' | 'break' | 'return' | 'throw' | 'outer';
export type Awaited =
  { readonly callee: Callee } | { readonly sleep: number } | { readonly fail: number } | 'value' | 'kept';

/** A program: the body of each function, `main`'s first. */
export type Program = readonly Body[];

/** Programs of up to ten functions that call each other; `controls` start, stop, clear and take snapshots. */
export function programs(controls: boolean): fc.Arbitrary<Program> {
  const { body } = fc.letrec<{ body: Body; statement: Statement }>((tie) => ({
    body: fc.array(tie('statement'), { maxLength: 3, size: 'max' }),
    statement: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...simpleStatements(controls),
      ...nestedStatements(tie('body')),
    ),
  }));
  // Functions that do much, so that few programs are over before they have begun.
  const long = fc.array(body, { minLength: 3, maxLength: 3 }).map((bodies) => bodies.flat());
  return fc.tuple(long, ...FUNCTIONS.map(() => long));
}

const callee = fc.constantFrom(...FUNCTIONS);
const time = fc.nat(3);
const pick = fc.nat(5);
const exit = fc.constantFrom<Exit>('none', 'none', 'none', 'break', 'return', 'throw', 'outer');
const awaited: fc.Arbitrary<Awaited> = fc.oneof(
  { arbitrary: fc.record({ callee }), weight: 6 },
  fc.record({ sleep: time }),
  fc.record({ fail: time }),
  fc.constant<Awaited>('value'),
  fc.constant<Awaited>('kept'),
);

function simpleStatements(controls: boolean): fc.WeightedArbitrary<Statement>[] {
  const statement = <T extends Statement>(weight: number, shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) => ({
    weight,
    arbitrary: fc.record(shape) as unknown as fc.Arbitrary<Statement>,
  });
  return [
    statement(6, { do: fc.constant('burn' as const), time }),
    statement(6, { do: fc.constant('call' as const), callee }),
    statement(6, { do: fc.constant('await' as const), what: awaited }),
    statement(5, { do: fc.constant('yield' as const), time }),
    statement(5, { do: fc.constant('delegate' as const), callee }),
    statement(2, {
      do: fc.constant('all' as const),
      race: fc.boolean(),
      what: fc.array(awaited, { maxLength: 3 }),
    }),
    statement(2, { do: fc.constantFrom('log' as const, 'later' as const, 'then' as const), pick }),
    statement(3, { do: fc.constant('take' as const), pick }),
    statement(1, { do: fc.constantFrom('return' as const, 'throw' as const), pick }),
    ...(controls ? [statement(3, { do: fc.constant('control' as const), pick })] : []),
  ];
}

function nestedStatements(body: fc.Arbitrary<Body>): fc.WeightedArbitrary<Statement>[] {
  const some = fc.option(body);
  const loop = fc.record({
    do: fc.constant('loop' as const),
    times: fc.integer({ min: 1, max: 3 }),
    body,
    exit,
  });
  const forOf = fc.record({ do: fc.constant('for' as const), callee, body, exit });
  const tried = fc.record({ do: fc.constant('try' as const), body, handler: some, finalizer: some });
  return [
    { weight: 2, arbitrary: loop },
    { weight: 4, arbitrary: forOf },
    {
      weight: 2,
      arbitrary: tried.map((made) =>
        made.handler === null && made.finalizer === null ? { ...made, handler: [] } : made,
      ),
    },
  ];
}
