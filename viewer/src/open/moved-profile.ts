import type { Profile } from '@tsprof/runtime/profile';

/** A profile whose columns of numbers are typed arrays, which move from one thread to another without being copied. */
export interface MovedProfile {
  readonly moved: unknown;
}

/** Readies a profile for being moved. */
export const movedProfile = (profile: Profile): MovedProfile => ({ moved: withArrays(profile) });

function withArrays(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length > 0 && typeof value[0] === 'number') return Float64Array.from(value as number[]);
    return typeof value[0] === 'object' ? value.map(withArrays) : value;
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withArrays(each)]))
    : value;
}

/** The profile that was moved. Columns become lists when they are first looked at: most views look at few. */
export const arrivedProfile = ({ moved }: MovedProfile): Profile => withLists(moved) as Profile;

function withLists(value: unknown): unknown {
  if (Array.isArray(value)) return typeof value[0] === 'object' ? value.map(withLists) : value;
  if (typeof value !== 'object' || value === null) return value;
  const found = {};
  for (const [name, each] of Object.entries(value))
    if (each instanceof Float64Array) defineColumn(found, name, each);
    else define(found, name, withLists(each));
  return found;
}

function defineColumn(holder: object, name: string, cells: Float64Array): void {
  const get = (): readonly number[] => {
    const list = listOf(cells);
    define(holder, name, list);
    return list;
  };
  Object.defineProperty(holder, name, { get, enumerable: true, configurable: true });
}

/** A field of any name, `__proto__` too. */
const define = (holder: object, name: string, value: unknown): void =>
  void Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });

function listOf(cells: Float64Array): number[] {
  const list = new Array<number>(cells.length);
  for (let at = 0; at < cells.length; at++) list[at] = cells[at]!;
  return list;
}
