import type { Kind } from './language.ts';

/** What a jump may leave, or go on with. */
export interface Target {
  readonly label: string;
  readonly is: 'loop' | 'switch' | 'block';
}

/** Where in a program something is printed. */
export interface Scope {
  /** Of the function around. */
  readonly kind: Kind;
  /** The function's name in a profile. */
  readonly path: string;
  /** An expression for the activation that runs this. */
  readonly me: string;
  /** Nothing may suspend here. */
  readonly isCalm: boolean;
  /** No functions here: they would be called something else, or by somebody else. */
  readonly isSimple: boolean;
  readonly mayReturn: boolean;
  readonly targets: readonly Target[];
  /** The function's variables for what has to have a name. */
  readonly variables: string[];
  /** A name that is nobody else's in the whole program. */
  readonly unique: (prefix: string) => string;
}

/** The scope of a whole program. */
export function createScope(): Scope {
  let count = 0;
  return {
    kind: 'p',
    path: '',
    me: 'null',
    isCalm: false,
    isSimple: false,
    mayReturn: false,
    targets: [],
    variables: [],
    unique: (prefix) => `${prefix}_${count++}`,
  };
}

/** The scope inside a function. */
export function functionScope(outer: Scope, kind: Kind, name: string, me = outer.unique('me')): Scope {
  const path = outer.path === '' ? name : `${outer.path}/${name}`;
  const fresh = { isCalm: false, isSimple: false, mayReturn: true, targets: [], variables: [] };
  return { ...outer, ...fresh, kind, path, me };
}

export const canAwait = ({ kind, isCalm }: Scope) => (kind === 'a' || kind === 'h') && !isCalm;
export const canYield = ({ kind, isCalm }: Scope) => (kind === 'g' || kind === 'h') && !isCalm;

export const calm = (scope: Scope): Scope => ({ ...scope, isCalm: true });
export const simple = (scope: Scope, me: string): Scope => ({ ...scope, me, isCalm: true, isSimple: true });

/** A variable of the function, to hold an object whose functions are called after it. */
export function variable(scope: Scope): string {
  const name = scope.unique('o');
  scope.variables.push(name);
  return name;
}
