import { createCheckingProbes, type Observed } from '../../support/checking-probes.ts';
import { compile } from './compile.ts';

/** What a program did: what it logged, in order, and how it ended. */
export interface Effects {
  readonly log: string[];
  readonly thrown: string;
}

export interface Ran extends Effects {
  readonly observed: Observed;
}

type Log = (...values: unknown[]) => void;

/** Turns of the event loop after which a program of these tests is over: they have no timers. */
const TURNS = 10;

/**
 * Runs the code of a CommonJS module; it has `log`, and what it exports as `done` is awaited. `code` may require
 * the probes.
 */
export async function runCode(code: string): Promise<Ran> {
  const { probes, observed } = createCheckingProbes();
  const log: string[] = [];
  const write: Log = (...values) => void log.push(values.map(show).join(' '));
  const exports: { done?: unknown } = {};
  let thrown = '';
  try {
    const body = new Function('require', 'exports', 'module', 'log', code) as (...args: unknown[]) => void;
    body.call(exports, () => probes, exports, { exports }, write);
    await exports.done;
  } catch (error) {
    thrown = show(error);
  }
  for (let i = 0; i < TURNS; i++) await new Promise(setImmediate);
  return { log, thrown, observed };
}

/** Runs a program bare and instrumented. */
export async function runBoth(code: string): Promise<{ bare: Effects; instrumented: Ran }> {
  const compiled = compile(code, 'program.js', { format: 'commonjs' }, { sourceType: 'script' });
  const { log, thrown } = await runCode(compiled.bare);
  return { bare: { log, thrown }, instrumented: await runCode(compiled.code) };
}

function show(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `function ${value.name}/${value.length}`;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
