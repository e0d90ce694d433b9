/**
 * The parts of Node and of the language that the loader stands on, as they were before the program's first line. Programs
 * replace them: to mock a module, to watch what is loaded, to seal what they run. What the loader does in between runs by
 * the originals, and is not seen by what stands in their place.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import Module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import url from 'node:url';
import util from 'node:util';
import vm from 'node:vm';

/** A property that the loader relies on, as it was at the start. */
interface Property {
  readonly object: object;
  readonly key: PropertyKey;
  readonly value: unknown;
  /** Where Node itself keeps the value behind an accessor, as it does with `process`. */
  readonly getter: (() => unknown) | undefined;
}

/** A property as the program has left it; undefined where it has deleted it. */
interface Change {
  readonly object: object;
  readonly key: PropertyKey;
  readonly descriptor: PropertyDescriptor | undefined;
}

const { apply, defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, set, setPrototypeOf } =
  Reflect;

interface Loader {
  _cache: NodeJS.Dict<NodeModule>;
  _pathCache: Record<string, string>;
  readonly _extensions: object;
  readonly prototype: object;
  readonly wrapper: object;
}

const loader = Module as unknown as Loader;
const { wrapper } = loader;
const NODE = [loader, loader.prototype, loader._extensions, wrapper, fs, path, url, util, vm, os, crypto];

/** Of the language, what the loader's tools use all the time. */
const LANGUAGE = {
  Array,
  Buffer,
  Date,
  Function,
  JSON,
  Map,
  Math,
  Number,
  Object,
  Reflect,
  RegExp,
  Set,
  String,
  TextDecoder,
  TextEncoder,
  WeakMap,
  WeakSet,
};
/** What loops over these call for each of their elements. */
const ITERATORS = [
  [].values(),
  new Map().keys(),
  new Set().keys(),
  ''[Symbol.iterator](),
  ''.matchAll(/x/g),
].map((iterator) => Reflect.getPrototypeOf(iterator)!);
const GENERATOR = Reflect.getPrototypeOf(function* () {}.prototype as object)!;
const ITERATOR = Reflect.getPrototypeOf(GENERATOR)!;
const BYTES = Reflect.getPrototypeOf(Uint8Array) as { prototype: object };

const GLOBALS = { ...LANGUAGE, ArrayBuffer, Error, Symbol, Uint8Array, Uint16Array, Int32Array, process };

/** Put aside as a whole while the loader works. */
const APART: ReadonlySet<PropertyKey> = new Set(['_cache', '_pathCache']);

const properties: readonly Property[] = [
  ...Object.keys(GLOBALS).map((key) => propertyOf(globalThis, key)),
  ...[...Object.values(LANGUAGE), BYTES].flatMap(withPrototype).flatMap(dataOf),
  ...[...ITERATORS, GENERATOR, ITERATOR, ...NODE].flatMap(dataOf),
];

/** What all objects, arrays and functions have by inheritance: what is added to these is found in every loop over keys. */
const ROOTS = [Object.prototype, Array.prototype, Function.prototype].map((object) => ({
  object,
  known: Object.assign(Object.create(null), Object.getOwnPropertyDescriptors(object)) as object,
}));

function withPrototype(value: object): object[] {
  const { prototype } = value as { prototype?: object };
  return prototype === undefined ? [value] : [value, prototype];
}

function dataOf(object: object): Property[] {
  const keys = ownKeys(object).filter((key) => {
    const { configurable, get } = descriptorOf(object, key)!;
    return configurable && get === undefined && !APART.has(key);
  });
  return keys.map((key) => propertyOf(object, key));
}

function propertyOf(object: object, key: PropertyKey): Property {
  const { get: getter, value } = descriptorOf(object, key)!;
  return { object, key, value: getter === undefined ? value : apply(getter, object, []), getter };
}

let depth = 0;

/** Whether the loader is at work: what is loaded or started now is none of the program's. */
export function isOwnWork(): boolean {
  return depth > 0;
}

/**
 * Node remembers, in a table of its own that both worlds share, what file a request from a directory has led to, and takes what it
 * finds under that name in the present cache for loaded, or being loaded. Of a module that is imported it is neither: Node
 * puts it there as soon as it has looked for names of exports. So own modules have directories that are spelt otherwise.
 */
const ownModules = new Proxy<NodeJS.Dict<NodeModule>>(Object.create(null) as NodeJS.Dict<NodeModule>, {
  set(modules, name, module: { path: string }) {
    module.path += `${path.sep}.`;
    return set(modules, name, module);
  },
});
const ownPaths: Record<string, string> = Object.create(null);

/**
 * Does what is the loader's own: by the originals of all that the program may have replaced, which then finds its own
 * again. Modules are kept apart from the program's, which may have the same files (a parser, say), half loaded by now.
 */
export function inOwnWorld<T>(action: () => T): T {
  if (depth > 0) return action();
  const { _cache, _pathCache } = loader;
  const changes = putRight();
  loader._cache = ownModules;
  loader._pathCache = ownPaths;
  depth++;
  try {
    return action();
  } finally {
    depth--;
    loader._cache = _cache;
    loader._pathCache = _pathCache;
    putBack(changes);
  }
}

/** Inherits nothing: a program may have given all objects a `get` or `value`. */
function bare<T extends PropertyDescriptor | undefined>(descriptor: T): T {
  if (descriptor !== undefined) setPrototypeOf(descriptor, null);
  return descriptor;
}

function descriptorOf(object: object, key: PropertyKey): PropertyDescriptor | undefined {
  return bare(getOwnPropertyDescriptor(object, key));
}

/** What has been changed since the start is as it was; returns how it was found. Nothing of the program's runs. */
function putRight(): readonly Change[] {
  const changes = takeAdditions();
  let found = changes.length;
  for (let at = 0; at < properties.length; at++) {
    const property = properties[at]!;
    const { object, key, value } = property;
    const descriptor = descriptorOf(object, key);
    if (isAsItWas(property, descriptor)) continue;
    changes[found++] = { object, key, descriptor };
    defineProperty(object, key, bare({ value, writable: true, configurable: true }));
  }
  return changes;
}

function takeAdditions(): Change[] {
  const changes: Change[] = [];
  let found = 0;
  for (let root = 0; root < ROOTS.length; root++) {
    const { object, known } = ROOTS[root]!;
    const keys = ownKeys(object);
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!;
      if (key in known) continue;
      changes[found++] = { object, key, descriptor: descriptorOf(object, key) };
      deleteProperty(object, key);
    }
  }
  return changes;
}

function isAsItWas({ object, value, getter }: Property, found: PropertyDescriptor | undefined): boolean {
  if (found === undefined || found.get !== getter) return false;
  return (getter === undefined ? found.value : apply(getter, object, [])) === value;
}

function putBack(changes: readonly Change[]): void {
  for (let at = changes.length - 1; at >= 0; at--) {
    const { object, key, descriptor } = changes[at]!;
    if (descriptor === undefined) deleteProperty(object, key);
    else defineProperty(object, key, descriptor);
  }
}
