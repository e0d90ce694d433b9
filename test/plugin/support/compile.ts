import { generate } from '@babel/generator';
import { parse, type ParserOptions, type ParserPlugin } from '@babel/parser';
import { instrument, type Instrumented, type InstrumentOptions } from '../../../plugin/src/instrument.ts';

/** A source before and after, printed by the same printer. */
export interface Compiled extends Instrumented {
  readonly bare: string;
  readonly code: string;
}

const PLUGINS: Record<string, ParserPlugin[]> = {
  ts: ['typescript', 'decorators'],
  tsx: ['typescript', 'jsx', 'decorators'],
  jsx: ['jsx', 'flow'],
  js: ['decorators'],
};

/** Parses as `tsprof run` does. */
export function parseSource(code: string, filename: string, options: ParserOptions = {}) {
  const extension = /\.[cm]?(\w+)$/.exec(filename)?.[1] ?? 'js';
  return parse(code, {
    sourceType: filename.endsWith('.mjs') ? 'module' : 'unambiguous',
    allowReturnOutsideFunction: true,
    plugins: ['explicitResourceManagement', ...(PLUGINS[extension] ?? [])],
    ...options,
  });
}

/** Parses, instruments and prints. */
export function compile(
  code: string,
  filename = 'input.js',
  options: Partial<InstrumentOptions> = {},
  parserOptions: ParserOptions = {},
): Compiled {
  const file = parseSource(code, filename, parserOptions);
  const bare = generate(file).code;
  const result = instrument(file, { filename, code, ...options });
  return { bare, code: generate(file).code, ...result };
}
