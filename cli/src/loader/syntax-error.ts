import { printable } from '@tsprof/runtime/profile';
import { SourceError } from 'babel-plugin-tsprof/source';
import type { TransformFailure } from 'esbuild';
import { codeFrame } from '../sources/code-frame.ts';
import { inNodesName } from './disguise.ts';

interface Source {
  readonly path: string;
  readonly code: string;
}

/**
 * Throws what Node would if it could read the file: an error whose stack is the place with the lines around it. Node adds
 * the line that threw it when it prints an error, unless it finds these words there.
 */
export const throwSyntaxError: (error: SyntaxError) => never = inNodesName(
  'modules/typescript',
  'return (error) => { throw error; /* node-do-not-add-exception-line */ };',
  {},
);

/** The error of a file that does not parse. */
export function syntaxError({ path, code }: Source, { message, line, column }: SourceError): SyntaxError {
  if (line === 0) return new SyntaxError(`${message} (${path})`);
  const place = `:${line}:${column + 1}`;
  const error = new SyntaxError(`${message} (${path}${place})`);
  const shown = printable(path) + place;
  const frame = codeFrame(code, line, column);
  error.stack = `${shown}\n${frame}\n\nSyntaxError: ${printable(message)}\n    at ${shown}`;
  return error;
}

/** What esbuild says of a file, as the first of its errors. */
export function loweringError(failure: unknown): SourceError {
  const [first] = (failure as Partial<TransformFailure>).errors ?? [];
  const text = first?.text ?? (failure instanceof Error ? failure.message : String(failure));
  const message = text.startsWith('Top-level await') ? 'An await at the top is for ES modules only' : text;
  return new SourceError(message, first?.location?.line ?? 0, first?.location?.column ?? 0, failure);
}
