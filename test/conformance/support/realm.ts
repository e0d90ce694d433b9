import { generate } from '@babel/generator';
import { parse } from '@babel/parser';
import { buildSync } from 'esbuild';
import { join } from 'node:path';
import vm from 'node:vm';
import { runtimeScript, watchReplay, type Watch } from '../../../conformance/src/watch-replay.ts';
import { instrument } from '../../../plugin/src/instrument.ts';
import { show } from './show.ts';

/** A global object of its own for a program, and what the program says to us. */
export interface Realm {
  readonly context: vm.Context;
  /** What programs log by `log(…)`. */
  readonly log: string[];
  readonly write: (...values: unknown[]) => void;
  /** Programs put a promise into `exports.done` when they go on after their last statement. */
  readonly exports: { done?: unknown };
  /** The runtime in the same realm, which checks itself; null in bare ones. */
  readonly watch: Watch | null;
}

/** Turns of the event loop after which the programs of these tests are over: they have no timers. */
const TURNS = 6;

/** A new realm, with the runtime in it or without. */
export function createRealm(instrumented: boolean): Realm {
  const context = vm.createContext({});
  const global = vm.runInContext('globalThis', context) as object;
  for (const [name, value] of Object.entries({ queueMicrotask, setImmediate })) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true });
  }
  const log: string[] = [];
  const write = (...values: unknown[]) => void log.push(values.map(show).join(' '));
  const watch = instrumented ? watchReplay(context, runtime()) : null;
  return { context, log, write, exports: {}, watch };
}

let cached: vm.Script | null = null;

function runtime(): vm.Script {
  if (cached) return cached;
  const { outputFiles } = buildSync({
    absWorkingDir: join(import.meta.dirname, '../../../conformance'),
    entryPoints: ['src/in-realm.ts'],
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    write: false,
  });
  return (cached = runtimeScript(outputFiles[0]!.text));
}

/** The text of a program, or null where the parser refuses it; both ways come from the same printer. */
export function compile(
  code: string,
  format: 'commonjs' | 'script',
  instrumented: boolean,
  filename = 'program.js',
): string | null {
  try {
    const file = parse(code, { sourceType: 'script', createParenthesizedExpressions: true });
    if (instrumented) instrument(file, { filename, code, format });
    return generate(file).code;
  } catch (error) {
    if ((error as { code?: string }).code === 'BABEL_PARSER_SYNTAX_ERROR') return null;
    throw error;
  }
}

/** What `work` ends in: what it or `exports.done` throws, else what it returns. */
export async function ending({ exports }: Realm, work: () => string): Promise<string> {
  try {
    const end = work();
    await exports.done;
    return end;
  } catch (error) {
    return `thrown: ${show(error)}`;
  }
}

/** Lets the event loop turn until nothing is left to do. */
export async function settled(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await new Promise((done) => setImmediate(done));
}

/** Runs a script of the page. Returns its completion value. */
export function runScript(code: string, { context, exports, write }: Realm): string {
  const global = vm.runInContext('globalThis', context) as object;
  const hidden = { configurable: true, enumerable: false };
  Object.defineProperties(global, {
    exports: { value: exports, ...hidden },
    log: { value: write, ...hidden },
  });
  return show(vm.runInContext(code, context));
}
