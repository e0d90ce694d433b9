import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { runPython } = (await import(new URL('../../../scripts/python.mjs', import.meta.url).href)) as {
  runPython: (script: string, args?: readonly string[]) => string;
};

/** What Python's own reader of profiles says; times in seconds. */
export interface PythonStats {
  readonly totals: { readonly calls: number; readonly primitive: number; readonly time: number };
  readonly functions: readonly PythonFunction[];
}

export interface PythonFunction extends PythonCalls {
  readonly place: PythonPlace;
  readonly callers: readonly (PythonCalls & { readonly place: PythonPlace })[];
}

interface PythonCalls {
  readonly calls: number;
  readonly primitive: number;
  readonly own: number;
  readonly total: number;
}

type PythonPlace = readonly [file: string, line: number, name: string];

const LOAD = `
import json, pstats, sys
stats = pstats.Stats(sys.argv[1])
functions = [
  dict(place=place, primitive=cc, calls=nc, own=tt, total=ct,
       callers=[dict(place=caller, calls=n, primitive=p, own=t, total=c) for caller, (n, p, t, c) in callers.items()])
  for place, (cc, nc, tt, ct, callers) in stats.stats.items()
]
totals = dict(calls=stats.total_calls, primitive=stats.prim_calls, time=stats.total_tt)
print(json.dumps(dict(totals=totals, functions=functions)))
`;

/** Loads a file with `pstats.Stats`. */
export function loadPstats(bytes: Uint8Array): PythonStats {
  return withFile(bytes, (path) => JSON.parse(runPython(LOAD, [path])) as PythonStats);
}

/** What `print_stats` or `print_callers` of a file prints. */
export function printPstats(bytes: Uint8Array, method: string): string {
  const script = `import pstats, sys; pstats.Stats(sys.argv[1]).sort_stats('cumulative').${method}()`;
  return withFile(bytes, (path) => runPython(script, [path]));
}

function withFile<T>(bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'tsprof-python-'));
  try {
    const path = join(folder, 'profile');
    writeFileSync(path, bytes);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How Python shows what it reads from each of these files of marshalled bytes. */
export function runMarshal(files: readonly Uint8Array[]): string[] {
  const script = `
import json, marshal, sys
with open(sys.argv[1], 'rb') as file:
  print(json.dumps([repr(marshal.load(file)) for _ in range(${files.length})]))`;
  return withFile(Buffer.concat(files), (path) => JSON.parse(runPython(script, [path])) as string[]);
}

/** The rows of a CSV file, by the names in its first one. */
export function readCsv(bytes: Uint8Array): Record<string, string>[] {
  const script = `
import csv, json, sys
print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='')))))`;
  return withFile(bytes, (path) => JSON.parse(runPython(script, [path])) as Record<string, string>[]);
}

/** A value that is written as Python has it, in a version of Python's marshal. */
export function marshalPython(value: string, version: number): Uint8Array {
  const script = `
import marshal, sys
with open(sys.argv[1], 'wb') as file:
  marshal.dump(${value}, file, ${version})`;
  return withFile(new Uint8Array(), (path) => {
    runPython(script, [path]);
    return readFileSync(path);
  });
}
