import { generate } from '@babel/generator';
import { parse, type ParserOptions } from '@babel/parser';
import { instrument } from '../../plugin/src/instrument.ts';
import { counted } from './counted.ts';
import { FOLLOWS_PROMISES } from './followed-promises.ts';
import { TELLS_LINES } from './told-lines.ts';

/** What a test is run as: itself, parsed and printed by Babel, or with probes in between. */
export type Way = 'as is' | 'babel' | 'instrumented';

export interface CompileOptions {
  readonly way: Way;
  readonly sourceType: 'script' | 'module';
  readonly strict: boolean;
}

/** The module that instrumented modules import their probes from. */
export const PROBES = 'tsprof:probes';

const PLUGINS: ParserOptions['plugins'] = [
  ...(['explicitResourceManagement', 'importAttributes', 'sourcePhaseImports'] as const),
  ...(['deferredImportEvaluation', 'decorators', 'decoratorAutoAccessors'] as const),
];

/** The text to run. What the parser refuses is a SyntaxError. */
export function compile(code: string, filename: string, { way, sourceType, strict }: CompileOptions): string {
  const text = strict ? `"use strict";\n${code}` : code;
  if (way === 'as is') return text;
  const file = parse(text, { sourceType, plugins: PLUGINS, createParenthesizedExpressions: true });
  if (way === 'instrumented') {
    const options = { filename, code: text, runtime: PROBES, format: sourceType } as const;
    instrument(file, { ...options, builtins: counted, lines: TELLS_LINES, promises: FOLLOWS_PROMISES });
  }
  return generate(file, { jsescOption: { minimal: true } }).code;
}
