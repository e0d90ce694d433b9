/// <reference lib="esnext.disposable" preserve="true" />
import { symbolOf } from '../probes/wrappers/dispose.ts';

/*
 * Functions and methods whose every call is one of a tag, by wrapping or decorating them, and blocks of code that are. Decorators are
 * those of the language, and TypeScript's older ones (`experimentalDecorators`).
 */

const { apply, defineProperty } = Reflect;

type AnyFunction = (...args: never[]) => unknown;
type Call = (this: unknown, ...args: unknown[]) => unknown;

/** Runs a function under a label. */
type Tag = <T>(label: string, fn: () => T) => T;

/** What the language tells a decorator of what it decorates. */
interface Context {
  readonly kind: string;
  readonly name: string | symbol;
}

/** A decorator of methods, getters, setters and fields that hold functions. */
export interface ProfiledDecorator {
  <F>(value: F, context: Context): F extends undefined ? <I>(initial: I) => I : F;
  (target: object, key: string | symbol, descriptor?: PropertyDescriptor): void;
}

/**
 * What `using p = profiled(label)`, or `await using`, declares: the rest of the block of code is timed, from the declaration on. It is
 * `using` that begins it, or the `use` of a stack of resources: without either nothing does.
 */
export interface ProfiledBlock {
  readonly [Symbol.dispose]: () => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** What `profiled` is: a decorator by itself; one with a label of its own, or a block of code; and what wraps a function. */
export interface Profiled extends ProfiledDecorator {
  (label: string): ProfiledDecorator & ProfiledBlock;
  <F extends AnyFunction>(label: string, fn: F): F;
}

/** A block of a label begins; returns what ends it. */
type BeginBlock = (label: string) => () => void;

/** Makes it; `tag` is what each call runs by. */
export function createProfiled(tag: Tag, beginBlock: BeginBlock): Profiled {
  const wrap = (fn: unknown, label: string): Call => {
    if (typeof fn !== 'function') throw new TypeError(`profiled: expected a function; found ${typeof fn}`);
    const wrapped = function (this: unknown, ...args: unknown[]): unknown {
      return tag(label, () => apply(fn, this, args) as unknown);
    };
    for (const key of ['name', 'length'] as const)
      defineProperty(wrapped, key, { value: fn[key], configurable: true });
    return wrapped;
  };
  return ((first: unknown, second: unknown, third: unknown): unknown => {
    if (typeof first !== 'string') return decorate(wrap, undefined, [first, second, third]);
    if (second !== undefined) return wrap(second, first);
    return asBlock(
      (...given: unknown[]) => decorate(wrap, first, given),
      () => beginBlock(first),
    );
  }) as Profiled;
}

/** A block begins when the engine, or what a compiler has put in its place, takes the method that will end it. */
function asBlock(decorator: object, begin: () => () => void): object {
  const beginAsync = () => {
    const end = begin();
    return () => Promise.resolve(end());
  };
  defineProperty(decorator, symbolOf('dispose'), { get: begin });
  defineProperty(decorator, symbolOf('asyncDispose'), { get: beginAsync });
  return decorator;
}

type Wrap = (fn: unknown, label: string) => Call;

function decorate(
  wrap: Wrap,
  label: string | undefined,
  [value, context, descriptor]: readonly unknown[],
): unknown {
  if (isContext(context)) return decorateNow(wrap, label ?? nameOf(context.name), value, context);
  if (typeof context === 'string' || typeof context === 'symbol')
    return decorateProperty(wrap, label ?? nameOf(context), descriptor as PropertyDescriptor | undefined);
  throw refused('class');
}

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** By the language. */
function decorateNow(wrap: Wrap, label: string, value: unknown, { kind }: Context): unknown {
  if (kind === 'field') return (initial: unknown) => wrap(initial, label);
  if (kind === 'class' || typeof value !== 'function') throw refused(kind);
  return wrap(value, label);
}

/** By TypeScript's older ones. */
function decorateProperty(
  wrap: Wrap,
  label: string,
  descriptor: PropertyDescriptor | undefined,
): PropertyDescriptor {
  if (descriptor === undefined) throw refused('field');
  const { value, get, set } = descriptor as { value?: unknown; get?: unknown; set?: unknown };
  return {
    ...descriptor,
    ...(value !== undefined && { value: wrap(value, label) }),
    ...(get !== undefined && { get: wrap(get, label) as () => unknown }),
    ...(set !== undefined && { set: wrap(set, label) }),
  };
}

/** Private methods have their `#`, symbols what they are described by. */
const nameOf = (name: string | symbol): string =>
  typeof name === 'string' ? name : `[${name.description ?? ''}]`;

const refused = (kind: string): TypeError =>
  new TypeError(`@profiled: expected a method, getter, setter or a field with a function; found a ${kind}`);
