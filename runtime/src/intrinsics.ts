/**
 * Built-ins as they were when the runtime was loaded. What runs in the program's own thread, between its own
 * instructions, must not call what the program may have put in their place.
 */
const { call } = Function.prototype;

export const mapGet: <K, V>(map: ReadonlyMap<K, V>, key: K) => V | undefined = /* @__PURE__ */ call.bind(
  Map.prototype.get,
);
export const mapSet: <K, V>(map: Map<K, V>, key: K, value: V) => unknown = /* @__PURE__ */ call.bind(
  Map.prototype.set,
);
export const mapDelete: <K>(map: Map<K, unknown>, key: K) => boolean = /* @__PURE__ */ call.bind(
  Map.prototype.delete,
);
export const { apply, getOwnPropertyDescriptor, setPrototypeOf } = Reflect;
export const { clz32, floor, imul, max, min, round } = Math;

export const charCodeAt: (text: string, at: number) => number = /* @__PURE__ */ call.bind(
  String.prototype.charCodeAt,
);
export const indexOf: (text: string, part: string, from: number) => number = /* @__PURE__ */ call.bind(
  String.prototype.indexOf,
);
export const slice: (text: string, start: number, end: number) => string = /* @__PURE__ */ call.bind(
  String.prototype.slice,
);

const { set } = Reflect;
const nothing: object = Object.create(null);

/**
 * Appends without running a setter of Array.prototype: of `nothing`, which the list stands in for, there is none. (Nor
 * does what the program put on Object.prototype become part of a descriptor.)
 */
export function add<T>(list: T[], value: T): void {
  set(nothing, list.length, value, list);
}

type Column = Int32Array | Uint16Array | Uint8Array | Float64Array;
const { set: fill, subarray } = Int32Array.prototype;

/** The length of a column: a getter that all of them inherit, and that a program may replace. */
export const lengthOf: (column: Column) => number = /* @__PURE__ */ call.bind(
  Reflect.getOwnPropertyDescriptor(Reflect.getPrototypeOf(Int32Array.prototype)!, 'length')!.get!,
);

/** `into`, a column with room for more or fewer numbers, with those of `column` that it has room for. */
export function resized<T extends Column>(column: T, into: T): T {
  const room = lengthOf(into);
  apply(fill, into, [lengthOf(column) > room ? apply(subarray, column, [0, room]) : column]);
  return into;
}
