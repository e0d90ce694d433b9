import { printable } from '@tsprof/runtime/profile';
import type { Profile } from '@tsprof/runtime/profile';
import { ROOT_ROW, callGraph, callsBy } from './call-graph.ts';
import type { CallGraph, GraphCall, GraphFunction } from './call-graph.ts';
import { namesInFiles } from './labels.ts';
import { threadNames } from './threads.ts';
import { wholeText } from './whole.ts';

const OWN_FILE = '[tsprof]';

/**
 * Valgrind's callgrind format, in ns. Its readers take for a function's total the sum of the calls to it, and for that of one
 * which nobody calls its own and its calls: so each thread calls the root, and calls have what they add to the callee's total.
 */
export function* callgrind(profile: Profile): Iterable<string> {
  const graph = callGraph(profile);
  const names = new Names(graph);
  const own = graph.functions.reduce((sum, { tsub }) => sum + tsub, 0);
  const wait = graph.functions.reduce((sum, { twait }) => sum + twait, 0);
  yield '# callgrind format\nversion: 1\ncreator: tsprof\npositions: line\nevents: Time Wait\n';
  yield `summary: ${wholeText(own)} ${wholeText(wait)}\n`;
  yield* threadRoots(profile, names);
  const calls = callsBy(graph, 'caller');
  for (const [row, each] of graph.functions.entries()) {
    yield `\nfl=${names.file(row)}\nfn=${names.function(row)}\n`;
    yield `${each.place.line} ${wholeText(each.tsub)} ${wholeText(each.twait)}\n`;
    for (const call of calls[row]!) yield callText(call, each, graph.functions[call.callee]!, names);
  }
}

function callText(call: GraphCall, caller: GraphFunction, callee: GraphFunction, names: Names): string {
  const into = `cfi=${names.file(call.callee)}\ncfn=${names.function(call.callee)}\n`;
  const cost = `${caller.place.line} ${wholeText(call.ttot)} ${wholeText(call.twait)}\n`;
  return `${into}calls=${call.ncall} ${callee.place.line}\n${cost}`;
}

function* threadRoots(profile: Profile, names: Names): Iterable<string> {
  const threads = threadNames(profile);
  for (const [at, { rootSelf, edges }] of profile.threads.entries()) {
    const elapsed = edges.tsub.reduce((sum, time) => sum + time, rootSelf);
    yield `\nfl=${names.file(ROOT_ROW)}\nfn=${names.other(`[thread ${threads[at]!}]`)}\n0 0 0\n`;
    yield `cfi=${names.file(ROOT_ROW)}\ncfn=${names.function(ROOT_ROW)}\ncalls=1 0\n0 ${wholeText(elapsed)} 0\n`;
  }
}

/** Compressed names: the text stands behind the number where that is used first, and nowhere else. */
class Names {
  readonly #files: readonly string[];
  readonly #functions: readonly string[];
  readonly #fileIds = new Map<string, number>();
  readonly #functionIds = new Map<number, number>();
  #count = 0;

  constructor({ functions }: CallGraph) {
    const places = functions.map(({ place }) => place);
    this.#files = places.map(({ file }) => (file === '' ? OWN_FILE : printable(file)));
    this.#functions = namesInFiles(places);
  }

  file(row: number): string {
    const file = this.#files[row]!;
    const known = this.#fileIds.get(file);
    if (known !== undefined) return `(${known})`;
    this.#fileIds.set(file, this.#fileIds.size + 1);
    return `(${this.#fileIds.size}) ${file}`;
  }

  function(row: number): string {
    const known = this.#functionIds.get(row);
    if (known !== undefined) return `(${known})`;
    this.#functionIds.set(row, ++this.#count);
    return `(${this.#count}) ${this.#functions[row]!}`;
  }

  /** A name that is used once. */
  other(name: string): string {
    return `(${++this.#count}) ${name}`;
  }
}
