/** What a client of callgrind files says of a function. */
export interface ClientFunction {
  readonly file: string;
  readonly name: string;
  readonly calls: number;
  readonly own: readonly number[];
  readonly total: readonly number[];
}

interface Sums {
  readonly file: string;
  readonly name: string;
  own: number[];
  /** Of calls that it made, and that were made to it. */
  made: number[];
  taken: number[];
  calls: number;
}

/**
 * Reads the format by the rules of callgrind_annotate: the total of a function is the sum of the calls to it; of one that nobody
 * calls it is its own and that of its calls. Throws where a line is none of the format, or a number has two names.
 */
export function readCallgrind(text: string): {
  readonly events: readonly string[];
  readonly summary: readonly number[];
  readonly functions: readonly ClientFunction[];
} {
  const tables = { file: new Map<string, string>(), function: new Map<string, string>() };
  const functions = new Map<string, Sums>();
  let [events, summary]: [string[], number[]] = [[], []];
  let [file, callFile, call]: [string, string, { to: Sums; count: number } | null] = ['', '', null];
  let current: Sums | null = null;
  const named = (table: Map<string, string>, written: string): string => {
    const match = /^\((\d+)\)(?: (.+))?$/.exec(written);
    if (match === null) return written;
    const [, id, name] = match;
    if (name === undefined) return table.get(id!) ?? fail(`name ${id} is not known`);
    if (table.has(id!)) fail(`name ${id} is there twice`);
    table.set(id!, name);
    return name;
  };
  const find = (inFile: string, name: string): Sums => {
    const key = `${inFile}\n${name}`;
    const none = () => events.map(() => 0);
    const found = functions.get(key) ?? {
      file: inFile,
      name,
      own: none(),
      made: none(),
      taken: none(),
      calls: 0,
    };
    functions.set(key, found);
    return found;
  };
  let callee: Sums | null = null;
  for (const line of text.split('\n')) {
    const [, key = '', value = ''] = /^([a-z]+)[=:] ?(.*)$/.exec(line) ?? [];
    if (line === '' || line.startsWith('#') || ['version', 'creator', 'positions'].includes(key)) continue;
    else if (key === 'events') events = value.split(' ');
    else if (key === 'summary') summary = value.split(' ').map(Number);
    else if (key === 'fl') callFile = file = named(tables.file, value);
    else if (key === 'fn') current = find(file, named(tables.function, value));
    else if (key === 'cfi') callFile = named(tables.file, value);
    else if (key === 'cfn') [callee, callFile] = [find(callFile, named(tables.function, value)), file];
    else if (key === 'calls') call = { to: callee!, count: Number(/^(\d+) \d+$/.exec(value)![1]) };
    else {
      if (!/^\d+( \d+)+$/.test(line)) fail(`no line of the format: ${line}`);
      const costs = line.split(' ').slice(1).map(Number);
      if (call === null) current!.own = plus(current!.own, costs);
      else {
        current!.made = plus(current!.made, costs);
        call.to.taken = plus(call.to.taken, costs);
        call.to.calls += call.count;
        call = null;
      }
    }
  }
  return { events, summary, functions: [...functions.values()].map(asClient) };
}

function asClient({ file, name, own, made, taken, calls }: Sums): ClientFunction {
  return { file, name, calls, own, total: calls === 0 ? plus(own, made) : taken };
}

const plus = (one: readonly number[], other: readonly number[]): number[] =>
  one.map((value, at) => value + (other[at] ?? 0));

function fail(message: string): never {
  throw new Error(message);
}
