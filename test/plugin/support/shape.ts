/**
 * Everything that reflection tells of a value and of what hangs on it: own keys in their order, descriptors,
 * prototypes, whether it can be called or constructed. Lines of text, so that a difference is read at once.
 */
export function shapeOf(value: unknown): string[] {
  const lines: string[] = [];
  describe(value, 'value', lines, new Map());
  return lines;
}

/** They come with the language; what is on them is no matter of ours. */
const BUILT_IN = new Map<unknown, string>(
  Object.getOwnPropertyNames(globalThis).flatMap((name) => {
    const value = (globalThis as Record<string, unknown>)[name];
    return typeof value === 'function'
      ? [[value, name] as const, [value.prototype, `${name}.prototype`]]
      : [];
  }),
);
for (const sample of [async () => {}, function* () {}, async function* () {}]) {
  const { constructor } = sample;
  BUILT_IN.set(constructor.prototype, `${constructor.name}.prototype`);
  if ('prototype' in sample) {
    BUILT_IN.set(Object.getPrototypeOf(sample.prototype), `${constructor.name} objects' prototype`);
  }
}

function describe(value: unknown, path: string, lines: string[], seen: Map<unknown, string>): void {
  const known = BUILT_IN.get(value) ?? seen.get(value);
  if (known !== undefined) return void lines.push(`${path}: ${known}`);
  if (!isObject(value)) return void lines.push(`${path}: ${String(value)}`);
  seen.set(value, path);
  lines.push(`${path}: ${typeof value} ${traitsOf(value)}`);
  for (const key of Reflect.ownKeys(value)) {
    describeProperty(Reflect.getOwnPropertyDescriptor(value, key)!, `${path}.${String(key)}`, lines, seen);
  }
  describe(Object.getPrototypeOf(value), `${path}.[[Prototype]]`, lines, seen);
}

function describeProperty(
  { value, get, set, ...flags }: PropertyDescriptor,
  path: string,
  lines: string[],
  seen: Map<unknown, string>,
): void {
  lines.push(`${path} ${JSON.stringify(flags)}`);
  if (get === undefined && set === undefined) return describe(value, path, lines, seen);
  describe(get, `${path}.get`, lines, seen);
  describe(set, `${path}.set`, lines, seen);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function traitsOf(value: object): string {
  const tag = Object.prototype.toString.call(value);
  return `${tag} ${Object.isExtensible(value)} ${isConstructor(value) ? 'constructor' : ''}`;
}

/** A `newTarget` is asked for its being a constructor before anything is called. */
function isConstructor(value: object): boolean {
  try {
    Reflect.construct(Object, [], value as new () => object);
    return true;
  } catch {
    return false;
  }
}
