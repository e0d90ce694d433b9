import type * as t from '@babel/types';
import type { BuiltinCalls } from './builtins/calls.ts';
import type { Place } from './table.ts';

/** What `instrument` has to know about a file. */
export interface InstrumentOptions {
  /** The file's name as it shall stand in the profile. */
  readonly filename: string;
  /** The source text; the local prefix of probe names is chosen so that it does not occur in it. */
  readonly code: string;
  /**
   * Module specifier of the probes, default '@tsprof/runtime/probes'. Where it ends in `/probes` or `/probes.js`, the
   * wrappers around iterators come from `/wrappers` beside it; any other module has all probes.
   */
  readonly runtime?: string;
  /**
   * 'module': ESM, probes by import. 'commonjs': the file is a function body, probes by require. 'script': a global
   * script, probes from `globalThis[Symbol.for('tsprof.realm')].probes`. Default: module when the program is an
   * ES module, else commonjs. A file with imports or exports is always a module.
   */
  readonly format?: 'module' | 'commonjs' | 'script';
  /** The output is TypeScript: our own syntax may carry types. Default: by the file's extension. */
  readonly typescript?: boolean;
  /** For code that was made from other files: where its sites really are. Default: where they stand. */
  readonly place?: Place | undefined;
  /**
   * Tests, and what runs around them, are named by what they are called, as in `describe("sums")/test("adds")`; what
   * replaces modules (`jest.mock`, `vi.mock`) stays bare. Default: false.
   */
  readonly tests?: boolean | undefined;
  /** Finds the calls of functions without probes, which are counted where they are called. Default: none are. */
  readonly builtins?: ((file: t.File) => BuiltinCalls) | undefined;
  /** Each function tells of the lines that it comes to: exact counts and times by line. Default: false. */
  readonly lines?: boolean | undefined;
  /** What the event loop calls later can be followed to what has scheduled it. Default: false. */
  readonly parents?: boolean | undefined;
  /** Promises that functions return can be followed until they settle. Default: false. */
  readonly promises?: boolean | undefined;
}

/** Something in the source that is not profiled; line 1-based, column 0-based. */
export interface Warning {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}
