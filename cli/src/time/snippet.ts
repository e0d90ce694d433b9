import { parse, parseExpression } from '@babel/parser';
import type { ParseError, ParserOptions } from '@babel/parser';
import { TsprofError } from '@tsprof/report/command-line/errors';

/** One of the programs that are compared. */
export interface Snippet {
  /** As the user wrote it. */
  readonly code: string;
  /** The file that it names, as an absolute path; null for code. */
  readonly file: string | null;
  /** The body of a function that runs the code once and returns its value; empty for a file. */
  readonly body: string;
  /** Whether it has an `await` of its own; not known of a file. */
  readonly isAsync: boolean;
}

const OPTIONS: ParserOptions = {
  sourceType: 'module',
  plugins: ['typescript', 'explicitResourceManagement'],
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
};

/** Code of a user as a snippet: an expression wherever it can be read as one. A TsprofError says why it does not parse. */
export function snippetOf(code: string, title: string): Snippet {
  const isExpression = parses(() => parseExpression(code, OPTIONS));
  const body = isExpression ? `return (\n${code}\n);` : bodyOf(code, title);
  return { code, file: null, body, isAsync: !parses(() => parseBody(body, 'function')) };
}

/** Throws a TsprofError where the code of `--setup` does not parse. */
export function checkSetup(code: string): void {
  parsed(code, '--setup', { allowReturnOutsideFunction: false });
}

/** Statements that return the value of the last one, or of the variable declared last, so that it is made at all. */
function bodyOf(code: string, title: string): string {
  const { body } = parsed(code, title).program;
  // In a function, where neither imports nor exports may stand.
  const declaration = body.find(({ type }) => /^(?:Import|Export)/.test(type));
  if (declaration !== undefined) throw notParsed(title, 'imports and exports stand in --setup');
  const last = body.at(-1);
  if (last?.type === 'ExpressionStatement') {
    const [start, end] = [last.start!, last.end!];
    const expression = code.slice(start, end).replace(/;$/, '');
    return `${code.slice(0, start)}return (${expression}\n);${code.slice(end)}`;
  }
  const variable = body.findLast((node) => node.type === 'VariableDeclaration')?.declarations.at(-1)?.id;
  return variable?.type === 'Identifier' ? `${code}\nreturn ${variable.name};` : code;
}

/** A module has the word `await` for async functions alone. */
function parseBody(body: string, head: string): unknown {
  return parse(`${head} snippet() {\n${body}\n}`, { ...OPTIONS, allowAwaitOutsideFunction: false });
}

function parses(parser: () => unknown): boolean {
  try {
    parser();
    return true;
  } catch {
    return false;
  }
}

function parsed(code: string, title: string, options: ParserOptions = {}): ReturnType<typeof parse> {
  try {
    return parse(code, { ...OPTIONS, ...options });
  } catch (error) {
    throw notParsed(title, (error as ParseError & Error).message, error);
  }
}

function notParsed(title: string, reason: string, cause?: unknown): TsprofError {
  return new TsprofError(`${title} does not parse: ${reason.replace(/\.(?= \(\d+:\d+\)$)/, '')}`, { cause });
}
