/*
 * What generated programs consist of. What a function's kind or place does not allow is printed as something near to
 * it, so that every combination is a program.
 */

/**
 * Functions of a generated program, by name. The letter says what they are: plain, async, generator, async
 * generator.
 */
export const FUNCTIONS = ['p0', 'p1', 'a0', 'a1', 'a2', 'g0', 'g1', 'h0', 'h1'] as const;

export type Callee = (typeof FUNCTIONS)[number];

/** Plain function, async function, generator, async generator. */
export const KINDS = ['p', 'a', 'g', 'h'] as const;
export type Kind = (typeof KINDS)[number];

/** Ways in which the engine calls a function by itself, at once. */
export const WAYS = [
  ...(['getter', 'setter', 'update', 'logicalUpdate', 'valueOf', 'toString', 'toPrimitive'] as const),
  ...(['proxyGet', 'proxySet', 'proxyHas', 'proxyDelete', 'proxyKeys', 'apply', 'construct'] as const),
  ...([
    'hasInstance',
    'toJSON',
    'map',
    'sort',
    'replace',
    'from',
    'reflect',
    'bound',
    'executor',
    'tag',
  ] as const),
] as const;
export type Way = (typeof WAYS)[number];

/** … and ways in which it does so from the event loop. */
export const LATER_WAYS = ['then', 'catch', 'finally', 'thenable', 'microtask', 'timer'] as const;
export type LaterWay = (typeof LATER_WAYS)[number];

export const OPERATORS = ['?', '&&', '||', '??', ','] as const;
export const ITEM_SHAPES = ['array', 'call', 'object', 'keys', 'template', 'tag', 'member'] as const;
export const CLOSURES = ['function', 'arrow', 'method'] as const;
export const PARAMETERS = ['default', 'object', 'array', 'rest'] as const;

export type Expression =
  | { readonly is: 'value' }
  | { readonly is: 'burn'; readonly time: number }
  | { readonly is: 'call'; readonly callee: Callee }
  | { readonly is: 'await'; readonly what: Awaited }
  | { readonly is: 'yield' }
  | {
      readonly is: 'branch';
      readonly operator: (typeof OPERATORS)[number];
      readonly truth: boolean;
      readonly parts: readonly [Expression, Expression, Expression];
    }
  | {
      readonly is: 'items';
      readonly shape: (typeof ITEM_SHAPES)[number];
      readonly parts: readonly [Expression, Expression];
    }
  | {
      readonly is: 'optional';
      readonly isThere: boolean;
      readonly body: Body;
      readonly argument: Expression;
    }
  | { readonly is: 'implicit'; readonly way: Way; readonly body: Body; readonly operand: Expression }
  | { readonly is: 'later'; readonly way: LaterWay; readonly isAsync: boolean; readonly body: Body }
  | {
      readonly is: 'closure';
      readonly form: (typeof CLOSURES)[number];
      readonly kind: Kind;
      readonly parameters: readonly Parameter[];
      readonly body: Body;
    }
  | { readonly is: 'spread'; readonly source: Source };

export interface Parameter {
  readonly form: (typeof PARAMETERS)[number];
  readonly value: Expression;
}

export type Awaited =
  { readonly callee: Callee } | { readonly sleep: number } | { readonly fail: number } | 'value' | 'kept';

/** What is iterated. */
export type Source =
  | { readonly from: 'array' | 'promises' }
  | { readonly from: 'function'; readonly callee: Callee }
  | {
      /** An iterator of the program's own. */
      readonly from: 'iterator';
      readonly isAsync: boolean;
      readonly count: number;
      readonly next: Body;
      readonly end: Body | null;
    };

export const LOOPS = ['for', 'while', 'do', 'in'] as const;
export const COMBINATORS = ['all', 'allSettled', 'any', 'race'] as const;
export const MEMBERS = [
  ...(['method', 'get', 'set', 'static', 'private', 'super', 'async', 'staticAsync'] as const),
  ...(['privateAsync', 'generator', 'asyncGenerator'] as const),
] as const;

/** Disposed of by an async function, by a plain one, by a plain one that is not for `await`; nothing to dispose of. */
export const RESOURCES = ['async', 'plain', 'sync', 'none'] as const;
export type ResourceForm = (typeof RESOURCES)[number];

export interface Member {
  readonly form: (typeof MEMBERS)[number];
  readonly body: Body;
}

export type Statement =
  | { readonly do: 'burn'; readonly time: number }
  | { readonly do: 'log' | 'control' | 'take'; readonly pick: number }
  | { readonly do: 'evaluate' | 'return' | 'throw'; readonly value: Expression }
  | { readonly do: 'delegate'; readonly source: Source }
  | {
      readonly do: 'combine';
      readonly by: (typeof COMBINATORS)[number];
      readonly what: readonly Awaited[];
    }
  | { readonly do: 'jump'; readonly isContinue: boolean; readonly to: number }
  | {
      readonly do: 'if';
      readonly test: Expression;
      readonly truth: boolean;
      readonly then: Body;
      readonly else: Body;
    }
  | {
      readonly do: 'switch';
      readonly on: Expression;
      readonly chosen: number;
      readonly cases: readonly Body[];
      readonly test: Expression;
    }
  | { readonly do: 'block'; readonly body: Body }
  | {
      readonly do: 'loop';
      readonly form: (typeof LOOPS)[number];
      readonly times: number;
      readonly test: Expression;
      readonly body: Body;
    }
  | {
      readonly do: 'each';
      readonly source: Source;
      readonly isAwait: boolean;
      readonly pattern: Expression | null;
      readonly body: Body;
    }
  | {
      readonly do: 'destructure';
      readonly source: Source;
      readonly shape: 'array' | 'rest' | 'assign' | 'object';
      readonly value: Expression;
    }
  | {
      readonly do: 'class';
      readonly isDerived: boolean;
      /** In the head, and in the name of a member: both are evaluated by the function around. */
      readonly heritage: Expression;
      readonly key: Expression;
      readonly field: Expression;
      readonly staticBlock: Body | null;
      readonly before: Body | null;
      readonly constructor: Body;
      readonly members: readonly Member[];
    }
  | {
      readonly do: 'using';
      readonly isAwait: boolean;
      readonly inLoop: boolean;
      /** What is declared with `await`, in this order; in a loop's head it is the first alone. */
      readonly resources: readonly ResourceForm[];
      readonly disposer: Body;
      readonly body: Body;
    }
  | {
      readonly do: 'try';
      readonly body: Body;
      readonly pattern: Expression | null;
      readonly handler: Body | null;
      readonly finalizer: Body | null;
    };

export type Body = readonly Statement[];

/** A program: the body of each function, `main`'s first. */
export type Program = readonly Body[];
